// 家庭救助申请表: an applicant's rows, a ruled list of the members of the family with empty rows at
// its end, and ticks.
#include <algorithm>
#include <array>

#include "letter.h"

namespace zhipi::specimens {
namespace {

struct Form {
  Style label;
  Style value;
  double left = 220, right = 2260, y = 0, row = 104, rule = 2.5;
};

struct Member {
  Person person;
  std::string relation;
  int age = 0;
  long long income = 0;
};

struct Entry {
  std::string label;
  Piece piece;
  double share;  // of the width, label and value together
};

void draw_row(Page& page, Draft& draft, Form& form, const std::vector<Entry>& entries) {
  constexpr double kLabelWidth = 300;
  double x = form.left;
  for (const Entry& entry : entries) {
    const double width = (form.right - form.left) * entry.share;
    draw_cell(page, {x, form.y, kLabelWidth, form.row}, form.label, {entry.label}, Align::middle,
              form.rule);
    page.rectangle({x + kLabelWidth, form.y, width - kLabelWidth, form.row}, form.rule);
    draw_cell(page,
              {x + kLabelWidth + draft.jitter(6), form.y + draft.jitter(5), width - kLabelWidth,
               form.row},
              form.value, entry.piece, Align::left, 0);
    x += width;
  }
  form.y += form.row;
}

std::vector<Member> invent_members(Draft& draft) {
  constexpr std::array<std::string_view, 6> kRelations{"配偶", "儿子", "女儿",
                                                       "父亲", "母亲", "孙子"};
  Random& random = draft.random();
  std::vector<Member> members(static_cast<std::size_t>(random.between(2, 5)));
  int at = random.between(0, 2);
  for (Member& member : members) {
    member.person = invent_person(random);
    member.relation = kRelations[static_cast<std::size_t>(at++ % 6)];
    member.age = 2026 - std::stoi(member.person.birth_date.substr(0, 4));
    member.income = random.chance(0.3) ? 0 : random.between(8, 95) * 10000LL;
  }
  return members;
}

// One list under a heading row; its value is an array of rows, its box that of all rows with text.
void draw_members(Page& page, Draft& draft, Form& form) {
  struct Heading {
    std::string title;
    double share;
  };
  const std::array<Heading, 5> headings{
      {{"姓名", 0.17},
       {draft.choose("relation", {"与申请人关系", "与本人关系"}), 0.18},
       {"年龄", 0.1},
       {draft.choose("number", {"公民身份号码", "身份证号码"}), 0.36},
       {"月收入（元）", 0.19}}};
  const std::vector<Member> members = invent_members(draft);
  const bool numbered = draft.maybe("numbered", 0.4);
  const double number_width = numbered ? 110 : 0;
  const double width = form.right - form.left - number_width;
  draw_cell(page, {form.left, form.y, form.right - form.left, form.row * 0.8},
            form.label.weighted(600),
            {draft.choose("list_title", {"家庭成员情况", "共同生活的家庭成员"})}, Align::middle,
            form.rule);
  form.y += form.row * 0.8;
  double x = form.left + number_width;
  if (numbered)
    draw_cell(page, {form.left, form.y, number_width, form.row}, form.label, {"序号"},
              Align::middle, form.rule);
  for (const Heading& heading : headings) {
    draw_cell(page, {x, form.y, width * heading.share, form.row}, form.label, {heading.title},
              Align::middle, form.rule);
    x += width * heading.share;
  }
  form.y += form.row;
  json::array rows;
  const double top = form.y;
  const std::size_t empty = static_cast<std::size_t>(draft.random().between(1, 2));
  const Align align =
      draft.choose("align", {"middle", "left"}) == "left" ? Align::left : Align::middle;
  std::string printed;
  for (std::size_t i = 0; i < members.size() + empty; ++i) {
    std::array<std::string, 5> cells;
    if (i < members.size()) {
      const Member& member = members[i];
      cells = {member.person.full_name, member.relation, std::to_string(member.age),
               member.person.id_number, yuan(member.income)};
      rows.push_back(json::object{{"full_name", member.person.full_name},
                                  {"relation", member.relation},
                                  {"age", member.age},
                                  {"id_number", member.person.id_number},
                                  {"monthly_income", member.income}});
    }
    x = form.left + number_width;
    if (numbered) {
      draw_cell(page, {form.left, form.y, number_width, form.row}, form.label,
                {std::to_string(i + 1)}, Align::middle, form.rule);
    }
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const double cell = width * headings[c].share;
      page.rectangle({x, form.y, cell, form.row}, form.rule);
      draw_cell(page, {x + draft.jitter(4), form.y + draft.jitter(5), cell, form.row}, form.value,
                {cells[c]}, align, 0);
      printed += (cells[c].empty() || printed.empty() ? "" : " ") + cells[c];
      x += cell;
    }
    form.y += form.row;
  }
  const double filled = form.row * static_cast<double>(members.size());
  page.record("family", rows, printed, {form.left + number_width, top, width, filled});
}

// A box, ticked by the printer or not, with its words. Gives the pen's place behind it.
double draw_tick(Page& page, Form& form, double x, double baseline, const char* name,
                 const std::string& words, bool chosen) {
  Style box = form.label.sized(form.label.size * 1.1);
  box.family = "DejaVu Sans";
  const Drawn square = page.text(box, x, baseline, chosen ? "☑" : "☐");
  const Drawn drawn = page.text(form.label, x + square.advance + 8, baseline, words);
  page.record(name, chosen, (chosen ? "☑" : "□") + words, square.ink);
  return x + square.advance + drawn.advance + 80;
}

void draw_kinds(Page& page, Draft& draft, Form& form) {
  const int kind = draft.random().between(0, 2);
  draw_cell(page, {form.left, form.y, 300, form.row}, form.label, {"救助类别"}, Align::middle,
            form.rule);
  page.rectangle({form.left + 300, form.y, form.right - form.left - 300, form.row}, form.rule);
  const double baseline = form.y + form.row / 2 + form.label.size * 0.37;
  double x = form.left + 340;
  x = draw_tick(page, form, x, baseline, "living", "最低生活保障", draft.flag("living", kind == 0));
  x = draw_tick(page, form, x, baseline, "illness", "医疗救助", draft.flag("illness", kind == 1));
  draw_tick(page, form, x, baseline, "study", "教育救助", draft.flag("study", kind == 2));
  form.y += form.row;
}

}  // namespace

std::vector<Page> draw_family_form(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  const Person& person = draft.person();
  Random& random = draft.random();
  Form form{draft.style(38 + draft.jitter(2)), draft.style(40 + draft.jitter(2))};
  form.left += draft.jitter(25);
  form.right += draft.jitter(25);
  form.row += draft.jitter(10);
  form.rule = 2 + random.real(0, 2);
  const std::string fill = draft.choose("fill", {"same", "same", "kai", "song"});
  if (fill == "kai") form.value.family = "AR PL UKai CN";
  if (fill == "song") form.value.family = "Noto Serif CJK SC";
  const double top = 300 + draft.jitter(40);
  page.centred(
      draft.style(74).weighted(700).spaced(6), 1240, top,
      draft.choose("title", {"社会救助申请表", "困难家庭救助申请表", "临时救助申请审批表"}));
  form.y = top + 120;
  draw_row(page, draft, form,
           {{"申请人姓名", text_piece(draft, "full_name", person.full_name), 0.5},
            {"性别", text_piece(draft, "sex", person.sex), 0.5}});
  draw_row(page, draft, form,
           {{"公民身份号码", text_piece(draft, "id_number", person.id_number), 0.58},
            {"联系电话", text_piece(draft, "phone", person.phone), 0.42}});
  draw_row(page, draft, form, {{"现住址", text_piece(draft, "address", person.address), 1}});
  draw_row(page, draft, form, {{"开户银行", text_piece(draft, "bank_name", person.bank_name), 1}});
  draw_row(page, draft, form,
           {{"银行账号", text_piece(draft, "bank_account", person.bank_account), 1}});
  draw_kinds(page, draft, form);
  draw_members(page, draft, form);
  const long long amount = random.between(3, 90) * 10000LL + random.between(0, 9) * 1000LL;
  draw_row(page, draft, form,
           {{"申请金额（元）", money_piece(draft, "amount", amount, AmountStyle::figures), 0.42},
            {"金额大写",
             money_piece(draft, "amount_words", draft.number("amount", amount), AmountStyle::words),
             0.58}});
  draw_row(
      page, draft, form,
      {{"申请日期",
        date_piece(draft, "applied_on", iso({2026, random.between(1, 11), random.between(1, 28)})),
        1}});
  page.text(form.label.sized(28).coloured({0.45, 0.45, 0.45}), form.left + 6, form.y + 70,
            "样本 SPECIMEN：表中人员、地址、账号均为虚构。");
  return pages;
}

}  // namespace zhipi::specimens
