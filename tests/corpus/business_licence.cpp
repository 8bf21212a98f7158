// 营业执照: the broad form in use since 2019 with credit code and QR code, and the upright one of
// 2014 with the registration number, of companies and of individual businesses.
#include <algorithm>

#include "firms.h"
#include "letter.h"
#include "ornament.h"
#include "qr_code.h"

namespace zhipi::specimens {
namespace {

constexpr Colour kGold{0.72, 0.58, 0.3};

struct Licence {
  Firm firm;
  std::string issued_on;
  DateStyle dates = DateStyle::chinese_padded;
};

Licence licence_for(Draft& draft) {
  Random& random = draft.random();
  const bool individual =
      draft.choose("holder", {"company", "company", "individual"}) == "individual";
  Licence licence;
  licence.firm = invent_firm(random, individual);
  const auto day = day_of(licence.firm.registered_on);
  licence.issued_on = iso({std::min(2026, day->year + random.between(0, 4)), random.between(1, 12),
                           random.between(1, 28)});
  if (draft.choose("dates", {"padded", "padded", "plain"}) == "plain") {
    licence.dates = DateStyle::chinese;
  }
  return licence;
}

// Paper, waves, frame and emblem.
void draw_paper(Page& page, Draft& draft, double emblem_y, double frame) {
  const double width = page.size().width, height = page.size().height;
  page.fill({0, 0, width, height}, {0.99, 0.985, 0.965});
  draw_fine_waves(page, {frame, frame, width - 2 * frame, height - 2 * frame},
                  draft.random().real(0, 6), {0.86, 0.8, 0.62, 0.3});
  draw_frame(page, {frame * 0.55, frame * 0.55, width - frame * 1.1, height - frame * 1.1},
             frame * 0.4, kGold);
  draw_disc(page, width / 2, emblem_y, 120);
}

Column column_for(Draft& draft, double size, double x, double right) {
  Column column;
  column.value = draft.style(size);
  column.label = draft.style(size);
  if (draft.maybe("bold_labels", 0.4)) column.label.weight = 600;
  if (draft.maybe("brown_labels", 0.3)) column.label.colour = {0.35, 0.24, 0.1};
  column.x = x + draft.jitter(14);
  column.right = right;
  column.label_width = size * 4.3;
  column.gap = size * (0.8 + draft.random().real(0, 0.7));
  column.pitch = size * (1.9 + draft.random().real(0, 0.5));
  column.wrapped_pitch = size * 1.3;
  return column;
}

std::vector<Piece> period(const Draft& draft, const Licence& licence, bool with_from) {
  std::vector<Piece> pieces;
  if (with_from) pieces.push_back({"自 "});
  pieces.push_back(date_piece(draft, "valid_from", licence.firm.registered_on, licence.dates));
  pieces.push_back({with_from ? " 至 " : "至"});
  pieces.push_back(date_piece(draft, "valid_to", licence.firm.valid_to, licence.dates));
  return pieces;
}

// 登记机关, the day and the seal at the lower right. The newer forms print no label at the day.
void draw_registrar(Page& page, Draft& draft, const Licence& licence, cv::Point2d at, double size,
                    bool labelled) {
  const Style style = draft.style(size);
  const Piece date = date_piece(draft, "issued_on", licence.issued_on, licence.dates);
  const Drawn head = draw_spread(page, style, at.x, at.y, size * 5, "登记机关");
  const std::string label = labelled ? "发照日期：" : "";
  const Drawn before = page.text(style, at.x, at.y + size * 2.6, label);
  const Drawn day = page.text(style, at.x + before.advance, at.y + size * 2.6, date.text);
  if (!date.text.empty()) page.record(date.name, date.value, date.text, day.ink);
  draw_stamp(page, draft, "issuer_seal", draft.value("office", licence.firm.office),
             {at.x + head.advance + 130 + draft.jitter(60), at.y + size + draft.jitter(50)},
             238 + draft.jitter(14), 0.95);
}

void draw_title(Page& page, Draft& draft, double y, double size, const std::string& part) {
  const double middle = page.size().width / 2.0;
  page.centred(draft.style(size).weighted(700).spaced(size * 0.45), middle, y, "营业执照");
  page.centred(draft.style(size * 0.34).spaced(6), middle, y + size * 0.62, part);
}

void draw_left_column(Page& page, Draft& draft, const Licence& licence, Column& column) {
  const Firm& firm = licence.firm;
  draw_entry(page, column, "名称", text_piece(draft, "unit_name", firm.name));
  draw_entry(page, column, "类型", text_piece(draft, "unit_type", firm.type));
  draw_entry(page, column, firm.individual ? "经营者" : "法定代表人",
             text_piece(draft, "legal_representative", firm.representative));
  draw_entry(page, column, "经营范围", text_piece(draft, "business_scope", firm.scope));
}

void draw_right_column(Page& page, Draft& draft, const Licence& licence, Column& column) {
  const Firm& firm = licence.firm;
  if (firm.individual) {
    draw_entry(page, column, "组成形式", text_piece(draft, "composition", "个人经营"));
    draw_entry(page, column, "注册日期",
               date_piece(draft, "registered_on", firm.registered_on, licence.dates));
    draw_entry(page, column, "经营场所", text_piece(draft, "address", firm.address));
    return;
  }
  const bool words = draft.choose("capital", {"words", "words", "figures"}) == "words";
  Piece capital = money_piece(draft, "registered_capital", firm.capital, AmountStyle::words);
  const long long ten_thousands = draft.number("registered_capital", firm.capital) / 1000000;
  if (!words && !capital.text.empty()) {
    capital.text =
        std::to_string(ten_thousands) + "万元" + (draft.maybe("currency", 0.4) ? "人民币" : "整");
  }
  draw_entry(page, column, "注册资本", capital);
  draw_entry(page, column, "成立日期",
             date_piece(draft, "registered_on", firm.registered_on, licence.dates));
  if (draft.maybe("period", 0.6)) {  // left out since 2022
    draw_entry(page, column, "营业期限", period(draft, licence, false));
  }
  draw_entry(page, column, "住所", text_piece(draft, "address", firm.address));
}

}  // namespace

std::vector<Page> draw_business_licence(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(cv::Size(kA4.height, kA4.width));
  Page& page = pages[0];
  const Licence licence = licence_for(draft);
  draw_paper(page, draft, 330, 170);
  const double size = 50 + draft.jitter(4);
  draw_title(page, draft, 640 + draft.jitter(15), 150,
             draft.choose("part", {"（副  本）", "（正  本）", "（副本）（1-1）"}));
  page.text(draft.style(46), 360, 480, "统一社会信用代码");
  const Piece code = text_piece(draft, "credit_code", licence.firm.credit_code);
  Style code_style = draft.style(56).weighted(500).spaced(draft.random().real(0, 4));
  if (draft.choose("code_font", {"same", "mono"}) == "mono") code_style.family = "DejaVu Sans Mono";
  const Drawn drawn = page.text(code_style, 360 + draft.jitter(20), 560, code.text);
  if (!code.text.empty()) page.record(code.name, code.value, code.text, drawn.ink);
  draw_qr_code(page, "qr_code", 2690 + draft.jitter(40), 300 + draft.jitter(30), 300,
               "https://example.invalid/licence?code=" + licence.firm.credit_code);
  const Style small = draft.style(25).coloured({0.3, 0.3, 0.3});
  page.paragraph(small, 3010, 410, 34,
                 {"扫描二维码登录", "“国家企业信用", "信息公示系统”", "了解更多登记、",
                  "备案、许可、监管信息。"});
  Column left = column_for(draft, size, 340, 1730);
  Column right = column_for(draft, size, 1850, 3190);
  left.y = right.y = 930 + draft.jitter(30);
  right.label = left.label;
  draw_left_column(page, draft, licence, left);
  draw_right_column(page, draft, licence, right);
  draw_registrar(page, draft, licence, {2150 + draft.jitter(120), std::max(right.y + 120, 1760.0)},
                 size, draft.maybe("dated_label", 0.25));
  page.text(small, 360, 2260, "国家企业信用信息公示系统网址：http://example.invalid");
  page.text(small, 2500, 2260, "国家市场监督管理总局监制  样本 SPECIMEN");
  return pages;
}

std::vector<Page> draw_business_licence_old(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  const Licence licence = licence_for(draft);
  const Firm& firm = licence.firm;
  draw_paper(page, draft, 420, 190);
  draw_title(page, draft, 800 + draft.jitter(20), 190,
             draft.choose("part", {"（副  本）", "", "（副本）1-1"}));
  const double size = 56 + draft.jitter(4);
  const Piece number = text_piece(draft, "registration_number", firm.registration_number);
  const Style style = draft.style(size);
  const double whole = page.width_of(style, "注册号 " + number.text);
  const double x =
      draft.choose("number", {"middle", "right"}) == "middle" ? 1240 - whole / 2 : 2100 - whole;
  const Drawn head = page.text(style, x, 1040, "注册号 ");
  const Drawn drawn = page.text(style, x + head.advance, 1040, number.text);
  if (!number.text.empty()) page.record(number.name, number.value, number.text, drawn.ink);
  Column column = column_for(draft, size, 380, 2080);
  column.y = 1220 + draft.jitter(20);
  column.label_width = size * 5;
  draw_entry(page, column, "名称", text_piece(draft, "unit_name", firm.name));
  draw_entry(page, column, "类型", text_piece(draft, "unit_type", firm.type));
  draw_entry(page, column, firm.individual ? "经营场所" : "住所",
             text_piece(draft, "address", firm.address));
  draw_entry(page, column, firm.individual ? "经营者" : "法定代表人",
             text_piece(draft, "legal_representative", firm.representative));
  if (firm.individual) {
    draw_entry(page, column, "组成形式", text_piece(draft, "composition", "个人经营"));
    draw_entry(page, column, "注册日期",
               date_piece(draft, "registered_on", firm.registered_on, licence.dates));
  } else {
    draw_entry(page, column, "注册资本",
               money_piece(draft, "registered_capital", firm.capital, AmountStyle::words));
    draw_entry(page, column, "成立日期",
               date_piece(draft, "registered_on", firm.registered_on, licence.dates));
    draw_entry(page, column, "营业期限", period(draft, licence, draft.maybe("from", 0.4)));
  }
  draw_entry(page, column, "经营范围", text_piece(draft, "business_scope", firm.scope));
  draw_registrar(page, draft, licence, {1300 + draft.jitter(60), std::max(column.y + 130, 2720.0)},
                 size, draft.maybe("dated_label", 0.25));
  page.text(draft.style(28).coloured({0.3, 0.3, 0.3}), 330, 3240,
            "应当于每年1月1日至6月30日报送年度报告。样本 SPECIMEN");
  return pages;
}

}  // namespace zhipi::specimens
