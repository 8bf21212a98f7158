// Documents of facts as hostile senders write them: one reading of each, or none.
#include <gmock/gmock.h>

#include <random>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

const Matter& matter() {
  static const auto kPack = load(pack_files(criterion("sound", "return true")));
  return kPack->matter();
}

const FactLayout& layout() {
  static const FactLayout kLayout(matter());
  return kLayout;
}

Expected<Facts, Problems> read(std::string_view document) {
  Facts facts;
  if (auto done = FactReader(layout()).read(document, facts); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  return facts;
}

std::string code(std::string_view document) {
  const auto facts = read(document);
  return facts ? "accepted" : facts.error().front().code;
}

void tell(const Facts& facts, std::size_t at, const Field& field, std::string& told) {
  const Fact& fact = facts.facts[at];
  told += field.name + ":" + std::to_string(static_cast<int>(fact.type)) +
          (fact.misread ? "?" : "") + " " + std::string(to_text(fact.source)) + " " +
          std::to_string(fact.page) + " " + canonical_json(Json(fact.confidence)) + " ";
  if (fact.box >= 0) {
    const Box& box = facts.boxes.at(static_cast<std::size_t>(fact.box));
    for (const int side : {box.x, box.y, box.width, box.height}) told += std::to_string(side) + ",";
  }
  if (fact.type == Fact::Type::text) told += "'" + std::string(facts.text_of(fact)) + "'";
  if (fact.type == Fact::Type::number) told += canonical_json(Json(fact.number()));
  if (fact.type == Fact::Type::rows) {
    const auto& columns = columns_of(field);
    for (std::size_t cell = 0; cell < fact.size * columns.size(); ++cell) {
      tell(facts, fact.begin + cell, columns[cell % columns.size()], told);
    }
  } else if (fact.type != Fact::Type::text) {
    told += std::to_string(fact.whole);
  }
  told += "\n";
}

// Everything that judging can see of facts, wherever in its blocks it lies.
std::string told(const Facts& facts) {
  std::string told = facts.application + " " + facts.received_on.text() + " " + facts.mode + "\n";
  told += std::string(facts.context.automated ? "automated" : "by hand") +
          (facts.context.automatic_off ? " off" : "");
  for (const auto& conflict : facts.context.conflicts) {
    for (const std::string& fact : conflict) told += " " + fact;
    told += ";";
  }
  for (const char there : facts.present) told += there != 0 ? " there" : " not";
  told += "\n";
  for (std::size_t at = 0; at < layout().size(); ++at) {
    tell(facts, at, layout().field(static_cast<std::uint32_t>(at)), told);
  }
  return told;
}

// A document that uses every shape that facts may have.
Json full_facts() {
  return facts_with(R"({"context": {"automated": false, "automatic_off": true,
      "conflicts": [["form.full_name", "card.full_name"]], "calendar": {"2026": "x"},
      "pack": {"digest": "sha256:0", "more": [{"a": 1}]}},
    "form": {"share": {"value": 12.5, "source": "reviewer"}, "fee": 12345.0},
    "materials": {
      "card": {"full_name": {"value": "试样甲", "confidence": 0.95, "source": "ocr", "page": 2,
                             "box": [1, -2, 3, 4], "text": "试 样 甲", "doubts": ["x", {"y": 1}]},
               "born": {"value": "1980年", "confidence": 0.2, "source": "ocr"}, "number": null},
      "proof": {"seal": {"present": null, "value": {"present": true, "text": "章", "color": "red", "more": {"z": 1}},
                         "confidence": 0.99}}}})");
}

// The document with one byte or a few changed, cut, doubled or put in.
std::string mutated(std::string text, std::mt19937& random) {
  static const char* const kPieces[] = {"\"",
                                        "\\",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        ",",
                                        ":",
                                        "null",
                                        "1e400",
                                        "-",
                                        "0",
                                        "1e5",
                                        "\\ud800",
                                        "\\udc00",
                                        "\\u0000",
                                        "\xED\xA0\x80",
                                        "\xFF",
                                        "\xC3",
                                        "\x01",
                                        "\"value\":",
                                        "{}",
                                        "[]",
                                        "true",
                                        "99999999999999999999",
                                        "9223372036854775808",
                                        "-0",
                                        ".5",
                                        "/**/",
                                        "NaN",
                                        "\\/",
                                        "\"\":1,",
                                        " ",
                                        "\n",
                                        "\xEF\xBB\xBF",
                                        "1.",
                                        "\xE2\x80\xA8",
                                        "\\ud83d\\ude00"};
  const auto pick = [&](std::size_t count) { return random() % count; };
  for (std::size_t changes = 1 + pick(2); changes > 0 && !text.empty(); --changes) {
    const std::size_t at = pick(text.size());
    switch (pick(5)) {
      case 0:
        text[at] = static_cast<char>(pick(256));
        break;
      case 1:
        text.erase(at, 1 + pick(6));
        break;
      case 2:
        text.insert(at, text.substr(pick(text.size()), 1 + pick(20)));
        break;
      default:
        text.insert(at, kPieces[pick(std::size(kPieces))]);
        break;
    }
  }
  return text;
}

TEST(FactReader, AcceptsNothingThatTheStrictParserRefuses) {
  std::mt19937 random(20261121);
  const std::string document = canonical_json(full_facts());
  ASSERT_EQ(code(document), "accepted");
  FactReader reader(layout());
  Facts facts;
  int accepted = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::string text = mutated(document, random);
    if (!reader.read(text, facts)) continue;
    ++accepted;
    const auto strict = parse_json(text);
    ASSERT_TRUE(strict) << to_line(strict.error()) << "\n" << ::testing::PrintToString(text);
    ASSERT_FALSE(digest_of(facts).empty());
    const auto again = bind_facts(matter(), *strict);
    if (!again) {  // 1e20 is written out as a whole number, and whole numbers end at 2^64
      ASSERT_THAT(again.error().front().message, HasSubstr("number")) << text;
      continue;
    }
    ASSERT_EQ(told(facts), told(*again)) << ::testing::PrintToString(text);
    ASSERT_EQ(digest_of(facts), digest_of(*again)) << ::testing::PrintToString(text);
  }
  EXPECT_GT(accepted, 1000);
}

// The same document with the members of every object the other way round.
std::string reversed(const Json& value) {
  std::string text;
  if (const auto* const items = value.if_array()) {
    for (const Json& item : *items) text += (text.empty() ? "" : ",") + reversed(item);
    return "[" + text + "]";
  }
  const auto* const members = value.if_object();
  if (members == nullptr) return canonical_json(value);
  for (const auto& [name, member] : *members) {
    text = canonical_json(Json(name)) + ":" + reversed(member) + (text.empty() ? "" : ",") + text;
  }
  return "{" + text + "}";
}

TEST(FactReader, ReadsTheSameFactsWithTheReaderOfAnotherDocument) {
  FactReader reader(layout());
  Facts facts;
  const std::string full = canonical_json(full_facts());
  const std::string sound = canonical_json(sound_facts());
  for (const std::string& document :
       {full, reversed(full_facts()), sound, std::string("{\"form\": 5"), full, sound}) {
    const bool read_now = reader.read(document, facts).has_value();
    const auto fresh = read(document);
    ASSERT_EQ(read_now, fresh.has_value());
    if (fresh) {
      EXPECT_EQ(told(facts), told(*fresh));
    }
  }
}

// Writes the document with one member of its N-th object twice; false when there is no such object.
bool write_with_twin(const Json& value, int& object, std::string& text) {
  if (const auto* const items = value.if_array()) {
    text += "[";
    bool done = false;
    for (const Json& item : *items) {
      if (text.back() != '[') text += ",";
      done = write_with_twin(item, object, text) || done;
    }
    text += "]";
    return done;
  }
  const auto* const members = value.if_object();
  if (members == nullptr) {
    text += canonical_json(value);
    return false;
  }
  bool done = false;
  const bool here = !members->empty() && object-- == 0;
  text += "{";
  for (const auto& [name, member] : *members) {
    if (text.back() != '{') text += ",";
    text += canonical_json(Json(name)) + ":";
    done = write_with_twin(member, object, text) || done;
  }
  if (here) {
    const auto& [name, member] = *members->begin();
    text += "," + canonical_json(Json(name)) + ":" + canonical_json(member);
  }
  text += "}";
  return done || here;
}

TEST(FactReader, LeavesTheDocumentCanonicalWhereThatIsAskedFor) {
  const std::string text = json::serialize(full_facts());
  Facts facts;
  FactReader reader(layout());
  ASSERT_TRUE(reader.read_canonically(" " + text + "\n", facts));
  EXPECT_TRUE(facts.is_canonical);
  EXPECT_EQ(facts.document, canonical_json(full_facts()));
  EXPECT_EQ(digest_of(facts), digest_of(read(text).value()));
  EXPECT_FALSE(reader.read_canonically("{", facts));
}

TEST(FactReader, RefusesANameThatStandsTwiceInAnyObject) {
  int refused = 0;
  for (int object = 0;; ++object) {
    int at = object;
    std::string text;
    if (!write_with_twin(full_facts(), at, text)) break;
    EXPECT_EQ(code(text), "duplicate_name") << text;
    ++refused;
  }
  EXPECT_GT(refused, 20);
}

TEST(FactReader, RefusesANameThatStandsTwiceInDifferentSpellings) {
  EXPECT_EQ(code(R"({"received_on": "2026-11-20", "form": {"age": 1, "\u0061ge": 2}})"),
            "duplicate_name");
  EXPECT_EQ(code(R"({"received_on": "2026-11-20", "materials": {"card": null, "c\u0061rd": {}}})"),
            "duplicate_name");
}

TEST(FactReader, RefusesWhatIsNotExactlyOneJsonDocumentInUtf8) {
  const std::string sound = canonical_json(sound_facts());
  ASSERT_EQ(code(sound), "accepted");
  EXPECT_EQ(code(" \n" + sound + "\r\n\t "), "accepted");
  for (const std::string& document :
       {std::string(), std::string(" "), "\xEF\xBB\xBF" + sound, sound + "x", sound + sound,
        sound + ",", sound + std::string(1, '\0'), std::string(1, '\0') + sound,
        sound.substr(0, sound.size() - 1), "[" + sound, sound + "]", sound + "//",
        "\xFF\xFE" + sound}) {
    EXPECT_EQ(code(document), "bad_json") << ::testing::PrintToString(document);
  }
}

std::string with_note(const std::string& note) {
  return R"({"received_on": "2026-11-20", "form": {"note": ")" + note + "\"}}";
}

TEST(FactReader, RefusesTextsThatAreNoUtf8) {
  EXPECT_EQ(code(with_note("\\ud83d\\ude00")), "accepted");
  for (const char* const note :
       {"\\ud800", "\\udc00", "\\ud800x", "\\ud800\\u0041", "\\udc00\\ud800", "\xED\xA0\x80",
        "\xC0\x80", "\xF5\x80\x80\x80", "\xE4\xB8", "\xFF", "\n", "\x01", "\\x", "\\u12"}) {
    EXPECT_EQ(code(with_note(note)), "bad_json") << ::testing::PrintToString(note);
  }
}

TEST(FactReader, KeepsATextWithNulWhole) {
  const auto facts = read(with_note("a\\u0000b"));
  ASSERT_TRUE(facts);
  const auto note = layout().find("form.note");
  EXPECT_EQ(facts->text_of(facts->facts[*note]), std::string_view("a\0b", 3));
}

TEST(FactReader, BoundsTheDepthOfWhatItDoesNotLookInto) {
  const auto nested = [](int depth) {
    return R"({"received_on": "2026-11-20", "context": {"pack": )" +
           std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}}";
  };
  for (int depth = 1; depth < 40; ++depth) {
    if (code(nested(depth)) == "accepted") {
      EXPECT_TRUE(parse_json(nested(depth))) << depth;
    }
  }
  EXPECT_EQ(code(nested(20)), "accepted");
  EXPECT_EQ(code(nested(40)), "too_deep");
  EXPECT_THAT(code(nested(1'000'000)), AnyOf("too_deep", "bad_json"));
}

std::string with_age(const std::string& number) {
  return R"({"received_on": "2026-11-20", "form": {"age": )" + number + "}}";
}

TEST(FactReader, TakesWholeNumbersThatEveryReaderTakesForTheSame) {
  for (const char* const number : {"0", "-0", "5", "5.0", "50e-1", "0.5e1", "9007199254740991",
                                   "-9007199254740991", "9007199254740991.0"}) {
    EXPECT_EQ(code(with_age(number)), "accepted") << number;
  }
  for (const char* const number : {"9007199254740992", "-9007199254740992", "9223372036854775807",
                                   "9223372036854775808", "18446744073709551616", "1e16", "1e400",
                                   "-1e400", "0.5", "1e-400", "99999999999999999999.0"}) {
    if (std::string(number) == "1e-400") continue;  // 0, by every reader
    EXPECT_NE(code(with_age(number)), "accepted") << number;
  }
  for (const char* const number :
       {"01", "+1", "1.", ".5", "0x10", "NaN", "Infinity", "1e", "--1"}) {
    EXPECT_EQ(code(with_age(number)), "bad_json") << number;
  }
}

std::vector<std::string> places(const std::string& changes) {
  const auto facts = read(canonical_json(facts_with(changes)));
  std::vector<std::string> places;
  if (!facts) {
    for (const Problem& one : facts.error()) places.push_back(one.where);
  }
  return places;
}

TEST(FactReader, PointsToEveryPlaceThatIsWrong) {
  EXPECT_THAT(places(R"({"form": {"age": "old", "agee": 1}})"),
              UnorderedElementsAre("/form/age", "/form/agee"));
  EXPECT_THAT(
      places(R"({"form": {"family": [{"age": 1}, {"age": "x", "a/b~c": 1}, 5]}})"),
      UnorderedElementsAre("/form/family/1/age", "/form/family/1/a~1b~0c", "/form/family/2"));
  EXPECT_THAT(
      places(R"({"materials": {"card": {"born": {"value": "1980-02-30", "confidence": 1}}}})"),
      ElementsAre("/materials/card/born"));
  EXPECT_THAT(
      places(R"({"materials": {"card": {"number": {"value": "x", "confidence": 2, "page": 0,
                         "box": [1], "source": "dream"}}}})"),
      UnorderedElementsAre("/materials/card/number/confidence", "/materials/card/number/page",
                           "/materials/card/number/box", "/materials/card/number/source"));
  EXPECT_THAT(places(R"({"materials": {"card": 5, "cart": {}}})"),
              UnorderedElementsAre("/materials/card", "/materials/cart"));
  EXPECT_THAT(places(R"({"materials": {"proof": {"seal": {"present": true, "text": 5}}}})"),
              ElementsAre("/materials/proof/seal/text"));
  EXPECT_THAT(places(R"({"context": {"automated": 1}, "mode": "fast", "received_on": "soon"})"),
              UnorderedElementsAre("/context/automated", "/mode", "/received_on"));
}

TEST(FactReader, NamesTheLineAndColumnOfWhatIsNoJson) {
  const auto facts = read("{\"form\":\n  {\"age\": 1,}}");
  ASSERT_FALSE(facts);
  EXPECT_THAT(facts.error().front().where, HasSubstr("2:"));
}

TEST(FactReader, TakesEmptyValuesForAbsentOnesOfEveryKind) {
  for (const char* const empty :
       {"null", "\"\"", "[]", R"({"value": null})", R"({"value": ""})", R"({"value": []})"}) {
    for (const char* const name : {"full_name", "age", "area", "fee", "share", "since", "agreed",
                                   "note", "colour", "family"}) {
      const std::string document =
          R"({"received_on": "2026-11-20", "form": {")" + std::string(name) + "\": " + empty + "}}";
      const auto facts = read(document);
      ASSERT_TRUE(facts) << document << to_line(facts.error().front());
      const auto number = layout().find("form." + std::string(name));
      EXPECT_TRUE(facts->facts[*number].absent()) << document;
    }
  }
}

}  // namespace
}  // namespace zhipi::engine::testing
