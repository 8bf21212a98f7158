// 高龄津贴申请表: a ruled table as a community office hands it out, filled in by print or by hand.
#include <algorithm>
#include <array>
#include <utility>

#include "draft.h"

namespace zhipi::specimens {
namespace {

// What the cells of the form share, fixed once per specimen.
struct Form {
  Style label;
  Style value;
  double left = 230;
  double right = 2250;
  double label_width = 330;
  double row_height = 128;
  double rule = 3;
  bool varied = false;  // other words for the same labels
  DateStyle dates = DateStyle::chinese;
  double y = 0;  // top of the next row
};

// A value with the name and the normalised value that the truth gives it.
struct Entry {
  std::string name;
  std::string text;  // as printed
  json::value value;
};

struct Cell {
  std::string label;
  std::string other_label;
  Entry entry;
  double share = 1;  // of the row's width
};

Entry entry_of(const Draft& draft, std::string_view name, const std::string& otherwise) {
  const std::string value = draft.value(name, otherwise);
  return {std::string(name), value, json::string(value)};
}

Entry date_of(const Draft& draft, const Form& form, std::string_view name,
              const std::string& otherwise) {
  const std::string value = draft.value(name, otherwise);
  return {std::string(name), printed_date(value, form.dates), json::string(value)};
}

// The baseline that centres characters of this size on a height.
double baseline_at(double middle, double size) {
  return middle + size * 0.37;
}

void print_lines(Page& page, const Style& style, double x, double middle,
                 const std::vector<std::string>& lines, const Entry& entry) {
  const double pitch = style.size * 1.22;
  const double first =
      baseline_at(middle, style.size) - pitch * (static_cast<double>(lines.size()) - 1) / 2;
  const Drawn drawn = page.paragraph(style, x, first, pitch, lines);
  if (!entry.text.empty()) page.record(entry.name, entry.value, entry.text, drawn.ink);
}

// A label of two characters is spread to the width of four, as typists do it.
std::string spread(const std::string& label) {
  const std::vector<std::string> letters = characters(label);
  return letters.size() == 2 ? letters[0] + "　" + letters[1] : label;
}

// One line, or two of about the same length where one is too long.
std::vector<std::string> balanced(const Page& page, const Style& style, const std::string& label,
                                  double width) {
  if (page.width_of(style, label) <= width * 1.05) return {label};
  const std::vector<std::string> letters = characters(label);
  std::vector<std::string> lines(2);
  for (std::size_t i = 0; i < letters.size(); ++i)
    lines[2 * i < letters.size() ? 0 : 1] += letters[i];
  return lines;
}

void draw_label(Page& page, const Form& form, double x, double width, const std::string& label) {
  const std::vector<std::string> lines = balanced(page, form.label, label, width - 24);
  const double pitch = form.label.size * 1.2;
  double baseline = baseline_at(form.y + form.row_height / 2, form.label.size) -
                    pitch * (static_cast<double>(lines.size()) - 1) / 2;
  for (const std::string& line : lines) {
    page.centred(form.label, x + width / 2, baseline, line);
    baseline += pitch;
  }
}

void draw_row(Page& page, Draft& draft, Form& form, const std::vector<Cell>& cells) {
  double x = form.left;
  for (const Cell& cell : cells) {
    const double width = (form.right - form.left) * cell.share;
    draw_label(page, form, x, form.label_width,
               spread(form.varied ? cell.other_label : cell.label));
    const double inside = width - form.label_width;
    Style style = form.value;
    std::vector<std::string> lines = page.wrapped(style, line_units(cell.entry.text), inside - 40);
    if (lines.size() > 1) {
      style = style.sized(style.size * 0.86);
      lines = page.wrapped(style, line_units(cell.entry.text), inside - 40);
    }
    print_lines(page, style, x + form.label_width + 24 + draft.jitter(8),
                form.y + form.row_height / 2 + draft.jitter(5), lines, cell.entry);
    page.rectangle({x, form.y, form.label_width, form.row_height}, form.rule);
    page.rectangle({x + form.label_width, form.y, inside, form.row_height}, form.rule);
    x += width;
  }
  form.y += form.row_height;
}

// The number in eighteen squares, one character each.
void draw_number_row(Page& page, Draft& draft, Form& form, const Cell& cell) {
  draw_label(page, form, form.left, form.label_width, form.varied ? cell.other_label : cell.label);
  const double inside = form.left + form.label_width;
  const double square = (form.right - inside) / 18;
  const std::vector<std::string> letters = characters(cell.entry.text);
  cv::Rect2d box;
  for (std::size_t i = 0; i < 18; ++i) {
    const double x = inside + static_cast<double>(i) * square;
    page.rectangle({x, form.y, square, form.row_height}, form.rule);
    if (i >= letters.size()) continue;
    const double baseline = baseline_at(form.y + form.row_height / 2, form.value.size);
    box |= page.centred(form.value, x + square / 2 + draft.jitter(4), baseline + draft.jitter(4),
                        letters[i])
               .ink;
  }
  if (!letters.empty()) page.record(cell.entry.name, cell.entry.value, cell.entry.text, box);
  page.rectangle({form.left, form.y, form.label_width, form.row_height}, form.rule);
  form.y += form.row_height;
}

// A box, ticked or not, with its words. Gives the pen's place behind it.
double draw_choice(Page& page, Draft& draft, const Form& form, double x, const Entry& entry,
                   bool by_hand) {
  const bool chosen = entry.value.get_bool();
  const double baseline = baseline_at(form.y + form.row_height / 2, form.label.size);
  Style box = form.label.sized(form.label.size * 1.1);
  box.family = "DejaVu Sans";
  const Drawn square = page.text(box, x, baseline, chosen && !by_hand ? "☑" : "☐");
  if (chosen && by_hand) {
    set_colour(page.cairo(), form.value.colour);
    cairo_set_line_width(page.cairo(), 6);
    cairo_move_to(page.cairo(), square.ink.x + draft.jitter(3), square.ink.y + 18);
    cairo_line_to(page.cairo(), square.ink.x + 14, square.ink.y + square.ink.height - 6);
    cairo_line_to(page.cairo(), square.ink.x + 44, square.ink.y - 10 + draft.jitter(6));
    cairo_stroke(page.cairo());
  }
  const Drawn words = page.text(form.label, x + square.advance + 8, baseline, entry.text);
  page.record(entry.name, chosen, (chosen ? "☑" : "□") + entry.text, square.ink);
  return x + square.advance + words.advance + 90;
}

void draw_choices(Page& page, Draft& draft, Form& form, bool by_agent) {
  const bool by_hand = draft.maybe("hand_ticks", 0.4);
  draw_label(page, form, form.left, form.label_width, "办理方式");
  double x = form.left + form.label_width + 40;
  x = draw_choice(page, draft, form, x, {"by_self", "本人申请", !by_agent}, by_hand);
  draw_choice(page, draft, form, x, {"by_agent", "代办", by_agent}, by_hand);
  page.rectangle({form.left, form.y, form.label_width, form.row_height}, form.rule);
  page.rectangle({form.left + form.label_width, form.y, form.right - form.left - form.label_width,
                  form.row_height},
                 form.rule);
  form.y += form.row_height;
}

void draw_agent(Page& page, Draft& draft, Form& form, bool by_agent) {
  const Person agent = invent_person(draft.random());
  const auto only = [&](const std::string& text) { return by_agent ? text : std::string(); };
  draw_row(page, draft, form,
           {{"代办人姓名", "代理人姓名", entry_of(draft, "agent_name", only(agent.full_name)), 0.5},
            {"与申请人关系", "代理关系", entry_of(draft, "agent_relation", only("子女")), 0.5}});
  draw_row(page, draft, form,
           {{"代办人公民身份号码", "代理人身份证号",
             entry_of(draft, "agent_id_number", only(agent.id_number))}});
}

// A name written by hand: each character leans, and none stands where the last one did.
void draw_signature(Page& page, Draft& draft, double x, double baseline) {
  const std::string name = draft.value("signature", draft.person().full_name);
  if (name.empty() || name == "false" || !draft.flag("signature", true)) {
    page.record("signature", json::object{{"present", false}}, "", {});
    return;
  }
  const std::string written = name == "true" ? draft.person().full_name : name;
  Style style;
  style.family = "AR PL UKai CN";
  style.colour = draft.maybe("blue_pen", 0.4) ? Colour{0.1, 0.13, 0.42} : Colour{0.1, 0.1, 0.12};
  cv::Rect2d box;
  for (const std::string& letter : characters(written)) {
    const Saved saved(page.cairo());
    const cairo_matrix_t lean{1, 0.05, -0.22 + draft.jitter(0.06), 1 + draft.jitter(0.1), 0, 0};
    cairo_translate(page.cairo(), x, baseline + draft.jitter(9));
    cairo_rotate(page.cairo(), draft.jitter(0.12));
    cairo_transform(page.cairo(), &lean);
    const Drawn drawn = page.text(style.sized(84 + draft.jitter(8)), 0, 0, letter);
    box |= drawn.ink;
    x += drawn.advance * 0.86;
  }
  page.record("signature", json::object{{"present", true}}, written, box);
}

void draw_declaration(Page& page, Draft& draft, Form& form) {
  constexpr std::string_view kWords =
      "本人承诺以上所填内容及提交的材料真实、准确、完整，如有虚假，愿意退回所领津贴并承担相应法律责"
      "任。";
  const double height = 420;
  const double inside = form.left + form.label_width;
  const double label_y = form.y;
  form.y += (height - form.row_height) / 2;
  draw_label(page, form, form.left, form.label_width, "申请人声明");
  form.y = label_y;
  const Style words = form.label.sized(form.label.size * 0.92);
  const std::string indented = "　　" + std::string(kWords);
  page.paragraph(words, inside + 28, form.y + 74, 60,
                 page.wrapped(words, line_units(indented), form.right - inside - 56));
  const double baseline = form.y + 268;
  const Drawn asked = page.text(form.label, inside + 420, baseline, "申请人签名：");
  draw_signature(page, draft, inside + 430 + asked.advance, baseline + 8);
  const Drawn day = page.text(form.label, inside + 420, baseline + 104, "申请日期：");
  const Entry entry =
      date_of(draft, form, "applied_on",
              iso({2026, draft.random().between(9, 11), draft.random().between(1, 28)}));
  const Drawn date = page.text(form.value, inside + 430 + day.advance, baseline + 104, entry.text);
  if (!entry.text.empty()) page.record(entry.name, entry.value, entry.text, date.ink);
  page.rectangle({form.left, form.y, form.label_width, height}, form.rule);
  page.rectangle({inside, form.y, form.right - inside, height}, form.rule);
  form.y += height;
}

void draw_office_row(Page& page, Form& form, const std::string& label) {
  const double height = 250;
  const double top = form.y;
  form.y += (height - form.row_height) / 2;
  draw_label(page, form, form.left, form.label_width, label);
  form.y = top;
  page.text(form.label.sized(form.label.size * 0.92), form.right - 760, top + height - 36,
            "（盖章）　　　　年　　月　　日");
  page.rectangle({form.left, top, form.label_width, height}, form.rule);
  page.rectangle(
      {form.left + form.label_width, top, form.right - form.left - form.label_width, height},
      form.rule);
  form.y += height;
}

Form form_for(Draft& draft) {
  Form form;
  form.label = draft.style(40 + draft.jitter(3));
  form.varied = draft.choose("labels", {"standard", "standard", "varied"}) == "varied";
  form.rule = draft.choose("rules", {"thin", "thick"}) == "thin" ? 2.5 : 4;
  form.row_height = 126 + draft.jitter(12);
  form.label_width = 330 + draft.jitter(14);
  form.left += draft.jitter(25);
  form.right += draft.jitter(25);
  const std::string dates = draft.choose("dates", {"chinese", "chinese", "dotted", "dashed"});
  form.dates = dates == "dotted"   ? DateStyle::dotted
               : dates == "dashed" ? DateStyle::dashed
                                   : DateStyle::chinese;
  form.value = form.label.sized(form.label.size * 1.08);
  const std::string fill = draft.choose("fill", {"same", "same", "kai", "song"});
  if (fill == "kai") form.value.family = "AR PL UKai CN";
  if (fill == "song") form.value.family = "Noto Serif CJK SC";
  if (fill != "same" && draft.maybe("blue_fill", 0.3)) form.value.colour = {0.08, 0.12, 0.4};
  return form;
}

void draw_title(Page& page, Draft& draft, Form& form) {
  const std::string title =
      draft.choose("title", {"高龄津贴申请表", "福州市高龄津贴申请表", "高龄老人津贴申请审批表",
                             "八十周岁以上老年人高龄津贴申请表"});
  const double top = 290 + draft.jitter(40);
  page.centred(draft.style(74).weighted(700).spaced(6), (form.left + form.right) / 2, top, title);
  page.text(form.label.sized(36), form.left + 6, top + 112,
            "编号：FZ-" + digits(draft.random().between(1000, 9999)) + "-样本");
  form.y = top + 140;
}

void draw_person_rows(Page& page, Draft& draft, Form& form) {
  const Person& person = draft.person();
  const bool with_ethnicity = draft.maybe("ethnicity_row", 0.7);
  draw_row(page, draft, form,
           {{"姓名", "申请人姓名", entry_of(draft, "full_name", person.full_name), 0.5},
            {"性别", "性别", entry_of(draft, "sex", person.sex), 0.5}});
  std::vector<Cell> birth{{"出生日期", "出生年月日",
                           date_of(draft, form, "birth_date", person.birth_date),
                           with_ethnicity ? 0.5 : 1}};
  if (with_ethnicity) {
    birth.push_back({"民族", "民族", entry_of(draft, "ethnicity", person.ethnicity), 0.5});
  }
  draw_row(page, draft, form, birth);
  const Cell number{"公民身份号码", "身份证号码", entry_of(draft, "id_number", person.id_number)};
  const bool squares = draft.choose("id_number", {"line", "line", "line", "squares"}) == "squares";
  if (squares) {
    draw_number_row(page, draft, form, number);
  } else {
    draw_row(page, draft, form, {number});
  }
  draw_row(page, draft, form,
           {{"户籍地址", "户籍所在地",
             entry_of(draft, "registered_address", person.registered_address)}});
  draw_row(page, draft, form, {{"现住址", "居住地址", entry_of(draft, "address", person.address)}});
}

void draw_money_rows(Page& page, Draft& draft, Form& form) {
  const Person& person = draft.person();
  draw_row(page, draft, form,
           {{"联系电话", "手机号码", entry_of(draft, "phone", person.phone), 0.5},
            {"户名", "账户名称", entry_of(draft, "account_name", person.full_name), 0.5}});
  draw_row(page, draft, form,
           {{"开户银行", "开户行", entry_of(draft, "bank_name", person.bank_name)}});
  draw_row(page, draft, form,
           {{"银行账号", "银行卡号", entry_of(draft, "bank_account", person.bank_account)}});
  constexpr std::array<long long, 5> kAmounts{5000, 10000, 20000, 30000, 80000};
  const long long fen = draft.number("monthly_amount", draft.random().pick(kAmounts));
  const bool asked = draft.value("monthly_amount", "x").size() > 0;
  const std::string words = draft.value("monthly_amount_words", amount_in_words(fen));
  draw_row(
      page, draft, form,
      {{"申领金额（元）", "月津贴金额（元）", {"monthly_amount", asked ? yuan(fen) : "", fen}, 0.5},
       {"大写", "金额大写", {"monthly_amount_words", asked ? words : "", fen}, 0.5}});
}

}  // namespace

std::vector<Page> draw_application_form(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  Form form = form_for(draft);
  draw_title(page, draft, form);
  draw_person_rows(page, draft, form);
  draw_money_rows(page, draft, form);
  const bool by_agent = draft.flag("by_agent", draft.random().chance(0.25));
  draw_choices(page, draft, form, by_agent);
  draw_agent(page, draft, form, by_agent);
  draw_declaration(page, draft, form);
  draw_office_row(page, form, "社区（村）核实意见");
  if (form.y + 260 < page.size().height - 160) draw_office_row(page, form, "街道（乡镇）审核意见");
  page.text(form.label.sized(28).coloured({0.45, 0.45, 0.45}), form.left + 6, form.y + 60,
            "样本 SPECIMEN：表中人员、地址、账号均为虚构。");
  return pages;
}

}  // namespace zhipi::specimens
