// 建设工程施工合同, its agreement on one page: owner and contractor, the price in words and
// figures, and the two parties' seals, side by side or one below the other.
#include "firms.h"
#include "letter.h"

namespace zhipi::specimens {
namespace {

constexpr double kSealRadius = 235;

struct Parties {
  Piece owner, contractor, price;
};

Parties invent_parties(Draft& draft) {
  Random& random = draft.random();
  Parties parties;
  parties.owner = text_piece(draft, "owner_name", invent_firm(random, false).name);
  parties.contractor = text_piece(draft, "contractor_name", invent_firm(random, false).name);
  parties.price =
      money_piece(draft, "price", random.between(1200, 99000) * 1000000LL / 10, AmountStyle::both);
  return parties;
}

void draw_agreement(Page& page, Draft& draft, Letter& letter, const Parties& parties) {
  const std::string whole = draft.choose("party", {"（全称）", ""});
  draw_labelled(page, letter, "发包人" + whole, parties.owner, 0);
  draw_labelled(page, letter, "承包人" + whole, parties.contractor, 0);
  draw_running(
      page, letter,
      {{"根据《中华人民共和国民法典》《中华人民共和国建筑法》及有关法律规定，双方就样例大厦"
        "工程施工及有关事项协商一致，共同达成如下协议："}});
  draw_running(page, letter, {{"一、工程地点：福州市样桥路。承包范围见施工图纸。"}});
  draw_running(page, letter, {{"二、工程质量符合合格标准。"}});
  draw_running(page, letter, {{"三、签约合同价：人民币"}, parties.price, {"。"}});
  draw_running(
      page, letter,
      {{"四、承包人承诺按照法律规定及合同约定组织完成工程施工，发包人承诺按照合同约定的期限和"
        "方式支付合同价款。"}});
  draw_running(page, letter, {{"五、本合同自双方签字并盖章之日起生效。"}});
}

// The seal stands on its label or beside it, as hands press it.
void press(Page& page, Draft& draft, const std::string& field, const std::string& firm, double x,
           double baseline) {
  draw_stamp(page, draft, field, firm,
             {x + 430 + draft.jitter(120), baseline + 40 + draft.jitter(90)},
             kSealRadius + draft.jitter(12), 0.9);
}

void draw_signing(Page& page, Draft& draft, Letter& letter, const Parties& parties) {
  const std::string word =
      draft.choose("sealed", {"：（公章）", "（盖章）", "：（盖章）", "（公章）："});
  const bool beside = draft.choose("seals", {"beside", "below"}) == "beside";
  letter.y = std::max(letter.y + 200, beside ? 2500.0 : 2250.0);
  const double second_x = beside ? 1330 : letter.left;
  const double second_y = beside ? letter.y : letter.y + 560;
  const auto sign = [&](const std::string& party, double x, double y) {
    page.text(letter.body, x, y, party + word);
    page.text(letter.body, x, y + letter.pitch, "法定代表人或其委托代理人：（签字）");
  };
  sign("发包人", letter.left, letter.y);
  sign("承包人", second_x, second_y);
  press(page, draft, "owner_seal", parties.owner.text, letter.left, letter.y);
  press(page, draft, "contractor_seal", parties.contractor.text, second_x, second_y);
}

}  // namespace

std::vector<Page> draw_construction_contract(Draft& draft) {
  std::vector<Page> pages;
  pages.emplace_back(kA4);
  Page& page = pages[0];
  const Parties parties = invent_parties(draft);
  Letter letter{draft.style(46 + draft.jitter(3)), 96 + draft.jitter(8)};
  letter.left = 290 + draft.jitter(30);
  letter.right = 2190 + draft.jitter(30);
  page.centred(draft.style(92).weighted(700).spaced(14), 1240, 400 + draft.jitter(40),
               "建设工程施工合同");
  letter.y = 620 + draft.jitter(20);
  draw_agreement(page, draft, letter, parties);
  draw_signing(page, draft, letter, parties);
  page.text(draft.style(28).coloured({0.45, 0.45, 0.45}), 290, 3380,
            "样本 SPECIMEN：当事人、工程均为虚构。");
  return pages;
}

}  // namespace zhipi::specimens
