#include "ocr/reader/fixed_documents.h"

#include <algorithm>

#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

constexpr int kPlain = 3;        // words of its own that make a page this document
constexpr int kCompletely = 6;   // or so many in all, of which the material may share some
constexpr std::size_t kOwn = 2;  // a material that has fewer words of its own may be the document

bool holds(std::u32string_view text, std::u32string_view part) {
  return text.find(part) != std::u32string_view::npos;
}

// 出生 and 出生日期 are one word of a form.
bool among(const std::u32string& word, const std::vector<std::u32string>& words) {
  return std::any_of(words.begin(), words.end(), [&word](const std::u32string& other) {
    return holds(other, word) || holds(word, other);
  });
}

int count_on(const Layout& layout, const std::vector<std::u32string>& words) {
  return static_cast<int>(std::count_if(
      words.begin(), words.end(),
      [&layout](const std::u32string& word) { return bears(layout, formats::to_utf8(word)); }));
}

template <class Texts>
std::vector<std::u32string> words_of(const Texts& texts) {
  std::vector<std::u32string> words;
  for (const auto& text : texts) {
    std::u32string word = squeezed(text);
    if (word.size() > 1) words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::u32string> not_among(const std::vector<std::u32string>& words,
                                      const std::vector<std::u32string>& others) {
  std::vector<std::u32string> rest;
  std::copy_if(words.begin(), words.end(), std::back_inserter(rest),
               [&others](const std::u32string& word) { return !among(word, others); });
  return rest;
}

bool is_named(const FixedDocument& document, std::string_view title) {
  return std::any_of(document.names.begin(), document.names.end(), [title](std::string_view name) {
    return title.find(name) != std::string_view::npos;
  });
}

bool shows_instead(const Layout& layout, const FixedDocument& document,
                   const std::vector<std::u32string>& words) {
  const std::vector<std::u32string> printed = words_of(document.printed);
  const std::vector<std::u32string> of_material = not_among(words, printed);
  if (of_material.size() < kOwn || count_on(layout, of_material) > 0) return false;
  if (count_on(layout, not_among(printed, words)) >= kPlain) return true;
  return count_on(layout, printed) >= kCompletely;
}

}  // namespace

const std::vector<FixedDocument>& fixed_documents() {
  static const std::vector<FixedDocument> documents = {
      {"居民身份证",
       {"身份证"},
       {"居民身份证", "姓名", "性别", "民族", "出生", "住址", "公民身份号码", "签发机关",
        "有效期限"}},
      {"营业执照",
       {"营业执照"},
       {"营业执照",   "统一社会信用代码", "注册号",   "名称",        "类型",     "法定代表人",
        "负责人",     "经营者",           "经营范围", "注册资本",    "成立日期", "营业期限",
        "组成形式",   "经营场所",         "住所",     "登记机关",    "实收资本", "经营期限",
        "经营者姓名", "注册日期",         "投资人",   "主要经营场所"}},
      {"居民户口簿",
       {"户口"},
       {"常住人口登记卡",
        "户别",
        "户主姓名",
        "户号",
        "住址",
        "户主或与户主关系",
        "曾用名",
        "出生地",
        "籍贯",
        "文化程度",
        "婚姻状况",
        "兵役状况",
        "服务处所",
        "职业",
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "宗教信仰",
        "身高",
        "血型",
        "户口登记机关",
        "签发日期",
        "登记日期",
        "公民身份证件编号",
        "承办人签章",
        "公民身份号码",
        "何时由何地迁来本市（县）",
        "何时由何地迁来本址"}},
      {"结婚证",
       {"结婚"},
       {"结婚证", "持证人", "登记日期", "结婚证字号", "登记机关", "婚姻登记员", "姓名", "性别",
        "国籍", "出生日期", "身份证件号"}},
      {"不动产权证书",
       {"不动产", "房屋所有权", "产权", "房产"},
       {"不动产权证书", "权利人", "共有情况", "坐落", "不动产单元号", "权利类型", "权利性质",
        "用途", "面积", "使用期限", "权利其他状况", "登记机构", "附记", "房屋所有权人", "房屋坐落",
        "登记时间", "房屋性质", "规划用途"}},
      {"房屋租赁合同",
       {"租赁", "租房", "合同"},
       {"房屋租赁合同", "出租方", "承租方", "出租方（甲方）", "承租方（乙方）", "甲方", "乙方",
        "租赁期限", "月租金", "租赁用途", "房屋坐落", "租金", "出租人", "承租人", "签订日期",
        "建筑面积"}},
      {"银行卡",
       {"银行", "社会保障卡", "社保卡", "账户", "存折"},
       {"VALID THRU", "GOOD THRU", "MONTH/YEAR", "银联", "UnionPay", "DEBIT CARD", "借记卡"}},
  };
  return documents;
}

bool is_fixed_document(std::string_view title) {
  return std::any_of(fixed_documents().begin(), fixed_documents().end(),
                     [title](const FixedDocument& document) { return is_named(document, title); });
}

const FixedDocument* other_document(const Layout& layout, std::string_view title,
                                    const std::vector<std::string>& words) {
  const std::vector<std::u32string> of_material = words_of(words);
  for (const FixedDocument& document : fixed_documents()) {
    if (!is_named(document, title) && shows_instead(layout, document, of_material))
      return &document;
  }
  return nullptr;
}

}  // namespace zhipi::ocr
