// 居住证明: a community office certifies where somebody lives; one page, with a round red seal or
// without.
#include <algorithm>

#include "letter.h"

namespace zhipi::specimens {
namespace {

constexpr double kLeft = 330;
constexpr double kRight = 2150;

struct Facts {
  Piece full_name;
  Piece sex;
  Piece id_number;
  Piece address;
  Piece resident_since;
  Piece issued_on;
  Piece issuer;
};

Facts facts_of(Draft& draft) {
  Random& random = draft.random();
  const Person& person = draft.person();
  const std::string since =
      iso({random.between(1998, 2025), random.between(1, 12), random.between(1, 28)});
  const std::string issued = iso({2026, random.between(6, 11), random.between(1, 28)});
  return {text_piece(draft, "full_name", person.full_name),
          text_piece(draft, "sex", person.sex),
          text_piece(draft, "id_number", person.id_number),
          text_piece(draft, "address", person.address),
          date_piece(draft, "resident_since", since),
          date_piece(draft, "issued_on", issued),
          text_piece(draft, "issuer", person.community)};
}

// Where the day of issue stands: behind its label in the text or under the office, or there alone.
enum class DatePlace { in_text, labelled_below, alone_below };

// Every fact on a line of its own, behind its label.
void draw_lines(Page& page, Draft& draft, Letter& letter, const Facts& facts, DatePlace date) {
  draw_running(page, letter, {{"经核实，下列人员在本社区居住，情况属实："}});
  const std::string where = draft.choose("address_label", {"现住址", "居住地址"});
  draw_labelled(page, letter, "姓名", facts.full_name);
  draw_labelled(page, letter, "性别", facts.sex);
  draw_labelled(page, letter, "公民身份号码", facts.id_number);
  draw_labelled(page, letter, where, facts.address);
  draw_labelled(page, letter, "居住起始日期", facts.resident_since);
  if (date == DatePlace::in_text) draw_labelled(page, letter, "开具日期", facts.issued_on);
  draw_running(page, letter, {{"特此证明。"}});
}

// A sentence about the person, then address and date behind their labels.
void draw_letter(Page& page, Draft& draft, Letter& letter, const Facts& facts, DatePlace date) {
  draw_running(page, letter,
               {{"兹证明"},
                facts.full_name,
                {"（公民身份号码："},
                facts.id_number,
                {"）系本社区居民，自"},
                facts.resident_since,
                {"起在本社区居住至今，情况属实。"}});
  draw_labelled(page, letter, draft.choose("address_label", {"现住址", "居住地址"}), facts.address);
  if (date == DatePlace::in_text) draw_labelled(page, letter, "开具日期", facts.issued_on);
  draw_running(page, letter, {{"特此证明。"}});
}

// Everything inside one sentence; the date stands under the office, without a label.
void draw_sentence(Page& page, Letter& letter, const Facts& facts) {
  draw_running(page, letter,
               {{"兹证明"},
                facts.full_name,
                {"，"},
                facts.sex,
                {"，公民身份号码："},
                facts.id_number,
                {"，自"},
                facts.resident_since,
                {"起居住在"},
                facts.address,
                {"，情况属实。"}});
  draw_running(page, letter, {{"本证明仅用于申请高龄津贴，自开具之日起三个月内有效。"}});
  draw_running(page, letter, {{"特此证明。"}});
}

void draw_office_seal(Page& page, Draft& draft, const std::string& issuer, cv::Point2d middle) {
  if (!draft.flag("seal", draft.maybe("seal", 0.85))) {
    page.record("seal", json::object{{"present", false}}, "", {});
    return;
  }
  const std::string text = draft.value("seal_text", issuer);
  const cv::Point2d centre(middle.x + draft.jitter(70), middle.y + draft.jitter(45));
  const cv::Rect2d box = draw_seal(page, centre, 242 + draft.jitter(10), draft.jitter(0.25), text,
                                   draft.random().real(0.62, 0.9));
  page.record("seal", json::object{{"present", true}, {"text", text}, {"color", "red"}}, text, box);
}

// Office and date at the right, under the text, and the seal over both.
void draw_office(Page& page, Draft& draft, Letter& letter, const Facts& facts, DatePlace place) {
  letter.y = std::max(letter.y + 200, 1900.0) + draft.jitter(60);
  const double width = page.width_of(letter.body, facts.issuer.text);
  const double middle = std::min(1640 + draft.jitter(60), kRight + 60 - width / 2);
  const Drawn office = page.centred(letter.body, middle, letter.y, facts.issuer.text);
  if (!facts.issuer.text.empty()) {
    page.record("issuer", facts.issuer.value, facts.issuer.text, office.ink);
  }
  if (place != DatePlace::in_text && !facts.issued_on.text.empty()) {
    const std::string label = place == DatePlace::labelled_below ? "开具日期：" : "";
    const double left = middle - page.width_of(letter.body, label + facts.issued_on.text) / 2;
    const double baseline = letter.y + letter.pitch;
    const Drawn head = page.text(letter.body, left, baseline, label);
    const Drawn date = page.text(letter.body, left + head.advance, baseline, facts.issued_on.text);
    page.record("issued_on", facts.issued_on.value, facts.issued_on.text, date.ink);
  }
  draw_office_seal(page, draft, facts.issuer.text, {middle + 60, letter.y + letter.pitch * 0.35});
}

}  // namespace

std::vector<Page> draw_residence_proof(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  const Facts facts = facts_of(draft);
  Letter letter{draft.style(52 + draft.jitter(4)), 112 + draft.jitter(10)};
  const double top = 470 + draft.jitter(60);
  const std::string title = draft.choose("title", {"居住证明", "居住证明", "居 住 证 明"});
  page.centred(draft.style(104).weighted(700).spaced(10), 1240, top, title);
  letter.y = top + 290;
  const std::string style =
      draft.choose("style", {"lines", "lines", "letter", "letter", "sentence"});
  const bool below = draft.choose("date", {"text", "text", "below"}) == "below";
  DatePlace date = below ? DatePlace::labelled_below : DatePlace::in_text;
  if (style == "sentence") {
    date = DatePlace::alone_below;
    draw_sentence(page, letter, facts);
  } else if (style == "letter") {
    draw_letter(page, draft, letter, facts, date);
  } else {
    draw_lines(page, draft, letter, facts, date);
  }
  draw_office(page, draft, letter, facts, date);
  page.text(draft.style(28).coloured({0.45, 0.45, 0.45}), kLeft, 3330,
            "样本 SPECIMEN：人员、地址、单位均为虚构。");
  return pages;
}

}  // namespace zhipi::specimens
