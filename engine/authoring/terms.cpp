#include "engine/authoring/terms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "models/formats/amount.h"

namespace zhipi::engine {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr std::array kActions{Word{"not_accept", "不予受理"},
                              Word{"supplement", "告知补正"},
                              Word{"deny", "不予"},
                              Word{"escalate", "转人工"},
                              Word{"tolerate", "容缺，限期补齐"},
                              Word{"promise", "承诺，事后核查"}};
constexpr std::array kStages{Word{"accept", "受理"}, Word{"review", "审查"}};
constexpr std::array kModes{Word{"normal", "普通办理"}, Word{"tolerant", "容缺受理"},
                            Word{"promise", "告知承诺"}};
constexpr std::array kSources{Word{"form", "表单"},         Word{"ocr", "图像识别"},
                              Word{"text_layer", "文本层"}, Word{"e_licence", "电子证照"},
                              Word{"lookup", "共享数据"},   Word{"qr_code", "二维码"},
                              Word{"reviewer", "审查人员"}, Word{"table", "判定表"}};
constexpr std::array kKinds{Word{"text", "文本"},
                            Word{"person_name", "姓名"},
                            Word{"org_name", "单位名称"},
                            Word{"address", "地址"},
                            Word{"id_number", "公民身份号码"},
                            Word{"credit_code", "统一社会信用代码"},
                            Word{"bank_account", "银行账号"},
                            Word{"phone", "电话"},
                            Word{"date", "日期"},
                            Word{"integer", "整数"},
                            Word{"decimal", "小数"},
                            Word{"money", "金额"},
                            Word{"percent", "百分比"},
                            Word{"boolean", "是否"},
                            Word{"choice", "选项"},
                            Word{"checkbox", "勾选"},
                            Word{"list", "列表"},
                            Word{"seal", "印章"},
                            Word{"signature", "签名"},
                            Word{"photo", "照片"},
                            Word{"qr_code", "二维码"}};

// The word with its name; a name that has none as it is.
template <class Words>
std::string word(const Words& words, std::string_view name) {
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.first == name; });
  if (found == words.end()) return std::string(name);
  return std::string(found->second) + " " + std::string(name);
}

std::string seen_in_words(const Json& value) {
  const json::object* const seen = value.if_object();
  const Json* const present = seen == nullptr ? nullptr : seen->if_contains("present");
  if (present == nullptr || !present->is_bool()) return canonical_json(value);
  const Json* const text = seen->if_contains("text");
  std::string words = present->get_bool() ? "有" : "没有";
  if (text != nullptr && text->is_string()) words += "（" + std::string(text->get_string()) + "）";
  return words;
}

}  // namespace

std::string in_words(Action action) {
  return word(kActions, to_text(action));
}

std::string in_words(FieldKind kind) {
  return word(kKinds, to_text(kind));
}

std::string stage_in_words(std::string_view stage) {
  return word(kStages, stage);
}

std::string source_in_words(std::string_view source) {
  return word(kSources, source);
}

std::string mode_in_words(std::string_view mode) {
  return word(kModes, mode);
}

std::string value_in_words(FieldKind kind, const Json& value) {
  if (value.is_null()) return "无";
  if (value.is_bool()) return value.get_bool() ? "是" : "否";
  if (kind == FieldKind::money && value.is_int64()) {
    return formats::yuan_text(value.get_int64()) + " 元";
  }
  if (kind == FieldKind::percent && value.is_number()) return canonical_json(value) + " %";
  if (kind == FieldKind::date && value == "9999-12-31") return "长期";
  if (value.is_string()) return std::string(value.get_string());
  return is_seen(kind) ? seen_in_words(value) : canonical_json(value);
}

}  // namespace zhipi::engine
