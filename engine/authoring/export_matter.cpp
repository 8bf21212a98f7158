// The first sections of the review rules: the matter's elements, form, materials and look-ups.
#include <algorithm>

#include "engine/authoring/export_parts.h"
#include "engine/authoring/terms.h"
#include "engine/authoring/words.h"
#include "models/json.h"

namespace zhipi::engine {
namespace {

std::string working_days(const std::optional<int>& days) {
  return days ? std::to_string(*days) + " 个工作日" : "未规定";
}

std::string required_in_words(Required required) {
  switch (required) {
    case Required::no:
      return "否";
    case Required::yes:
      return "是";
    case Required::depends:
      return "视情形，见下";
  }
  return {};
}

std::string automatic_in_words(const Matter& matter) {
  std::vector<std::string> outcomes;
  for (const auto& [outcome, allowed] : matter.automatic) {
    if (allowed) outcomes.push_back(outcome_words(outcome));
  }
  return outcomes.empty() ? "无，均由人工决定" : joined(outcomes, "、");
}

std::string special_in_words(const Matter& matter) {
  std::vector<std::string> stages;
  for (const SpecialStage& stage : matter.special_stages) {
    stages.push_back(stage.kind + "（" + stage.basis + "，" + std::to_string(stage.days) + " 日）");
  }
  if (matter.collective) stages.emplace_back("集体审议");
  if (matter.secret) stages.emplace_back("涉密");
  return joined(stages, "、");
}

std::string history_in_words(const Matter& matter) {
  std::vector<std::string> counts;
  for (const HistoryCount& count : matter.history) {
    std::vector<std::string> same;
    for (const std::string& fact : count.same) same.push_back(fact_in_words(matter, fact));
    counts.push_back(count.name + "：" + joined(same, "、") + "相同、状态为" +
                     (count.state.empty() ? "任意" : count.state) +
                     (count.of.empty() ? "的办件数" : "的办件的" + count.of + "之和"));
  }
  return joined(counts, "；");
}

// What a field's title and kind do not say.
std::string details_of(const Field& field) {
  std::vector<std::string> details;
  if (!field.options.empty()) details.push_back("选项：" + joined(field.options, "、"));
  if (!field.labels.empty()) details.push_back("印刷标注：" + joined(field.labels, "、"));
  if (field.confidence) details.push_back("置信度阈值 " + canonical_json(Json(*field.confidence)));
  if (field.alone) details.emplace_back("单次识别即可");
  for (const Field& column : field.of) {
    details.push_back("列：" + (column.title.empty() ? column.name : column.title) + "（" +
                      in_words(column.kind) + "）");
  }
  return joined(details, "；");
}

// The functions that decide whether something is required, as written.
void add_conditions(const PackSource& source, const std::string& section, const auto& declared,
                    Sections& sections) {
  for (const auto& one : declared) {
    if (one.required != Required::depends) continue;
    const std::string text = source.of(section + "." + one.name, "required");
    sections.add(Paragraph{"“" + one.title + "”（" + one.name + "）在下列函数返回 true 时必需：" +
                           (text.empty() ? "见 matter.lua" : "")});
    if (!text.empty()) sections.add(Code{text});
  }
}

}  // namespace

void add_elements(const Pack& pack, Sections& sections) {
  const Matter& matter = pack.matter();
  std::vector<std::string> modes;
  for (const std::string& mode : matter.modes) modes.push_back(mode_in_words(mode));
  Table table{{"要素", "内容"}, {}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) table.rows.push_back({name, text});
  };
  add("事项名称", matter.title);
  add("事项编码", matter.code);
  add("事项标识", matter.id);
  add("实施机关", matter.authority);
  add("申请人", matter.applicant == "organisation" ? "单位 organisation"
                : matter.applicant == "person"     ? "个人 person"
                                                   : matter.applicant);
  add("设定依据", joined(matter.basis, "；"));
  add("法定时限", working_days(matter.statutory_days));
  add("承诺时限", working_days(matter.promised_days));
  add("办理方式", joined(modes, "、"));
  add("可自动作出的结果", automatic_in_words(matter));
  add("自动批准抽查比例", share_in_words(matter.spot_check));
  if (matter.check_days) add("承诺核查", "承诺后 " + working_days(matter.check_days) + "内核查");
  add("特殊环节", special_in_words(matter));
  add("办理记录", history_in_words(matter));
  add("置信度阈值", canonical_json(Json(matter.confidence.value_or(kDefaultThreshold))));
  sections.begin("事项要素");
  sections.add(std::move(table));
}

void add_form(const Pack& pack, const PackSource& source, Sections& sections) {
  const auto& form = pack.matter().form;
  if (form.empty()) return;
  Table table{{"字段", "标识", "类型", "必填", "说明"}, {}};
  for (const FormField& field : form) {
    table.rows.push_back({field.title, field.name, in_words(field.kind),
                          required_in_words(field.required), details_of(field)});
  }
  sections.begin("申请表");
  sections.add(std::move(table));
  add_conditions(source, "form", form, sections);
}

void add_materials(const Pack& pack, const PackSource& source, Sections& sections) {
  const Matter& matter = pack.matter();
  if (matter.materials.empty()) return;
  Table table{{"材料", "标识", "来源", "必需", "容缺", "承诺", "可替代"}, {}};
  for (const Material& material : matter.materials) {
    const std::string common = source.common_of(material.name);
    const Lookup* const lookup = find_lookup(matter, material.replaced_by);
    table.rows.push_back(
        {material.title, material.name, common.empty() ? "本事项自定" : "通用材料 " + common,
         required_in_words(material.required),
         material.tolerable ? working_days(material.tolerable) + "内补齐" : "否",
         material.promisable ? "可承诺" : "否", lookup == nullptr ? "否" : lookup->title});
  }
  sections.begin("申请材料");
  sections.add(std::move(table));
  add_conditions(source, "materials", matter.materials, sections);
  for (const Material& material : matter.materials) {
    Table fields{{"内容", "标识", "类型", "印证", "说明"}, {}};
    for (const Field& field : material.fields) {
      const auto other = material.corroborates.find(field.name);
      fields.rows.push_back(
          {field.title, field.name, in_words(field.kind),
           other == material.corroborates.end() ? "" : fact_in_words(matter, other->second),
           details_of(field)});
    }
    if (fields.rows.empty()) continue;
    sections.add(Heading{3, material.title});
    sections.add(std::move(fields));
  }
}

void add_lookups(const Matter& matter, Sections& sections) {
  if (matter.lookups.empty()) return;
  Table table{{"共享数据", "标识", "查询依据", "返回内容"}, {}};
  for (const Lookup& lookup : matter.lookups) {
    std::vector<std::string> keys;
    for (const std::string& fact : lookup.by) keys.push_back(fact_in_words(matter, fact));
    std::vector<std::string> fields;
    for (const Field& field : lookup.fields)
      fields.push_back(field.title + "（" + field.name + "）");
    table.rows.push_back({lookup.title, lookup.name, joined(keys, "、"), joined(fields, "、")});
  }
  sections.begin("共享数据核验");
  sections.add(std::move(table));
}

}  // namespace zhipi::engine
