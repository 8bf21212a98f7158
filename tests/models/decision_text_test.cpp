#include "models/decision_text.h"

#include <gtest/gtest.h>

#include <random>
#include <utility>

namespace zhipi {
namespace {

std::string word(std::mt19937& random) {
  static const std::vector<std::string> kWords{
      "", "a", "年满 80 周岁", "\"quoted\"", "back\\slash", "line\nbreak", "\x01", "𠀀\uE000"};
  return kWords[random() % kWords.size()];
}

Json value(std::mt19937& random) {
  switch (random() % 6) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random()) - (1LL << 31);
    case 3:
      return static_cast<double>(random()) / 1000;
    case 4:
      return json::object{{"b", word(random)}, {"a", json::array{1, word(random)}}};
    default:
      return Json(word(random));
  }
}

template <class Make>
auto some(std::mt19937& random, Make make) {
  std::vector<decltype(make())> items;
  for (std::size_t left = random() % 3; left > 0; --left) items.push_back(make());
  return items;
}

Evidence evidence(std::mt19937& random) {
  Evidence made;
  made.fact = word(random);
  made.value = value(random);
  made.source = word(random);
  if (random() % 2 == 0) made.confidence = static_cast<double>(random() % 1000) / 1000;
  made.material = word(random);
  made.page = static_cast<int>(random() % 3);
  if (random() % 2 == 0) made.box = Box{1, -2, 3, 4};
  made.cause = word(random);
  return made;
}

Verdict verdict(std::mt19937& random) {
  Verdict made;
  for (std::string* text : {&made.criterion, &made.kind, &made.stage, &made.title, &made.basis,
                            &made.code, &made.message}) {
    *text = word(random);
  }
  made.result = static_cast<Result>(random() % 5);
  made.covered = random() % 2 == 0;
  if (random() % 2 == 0) made.points = static_cast<double>(random() % 100) / 8;
  made.evidence = some(random, [&] { return evidence(random); });
  return made;
}

Decision decision(std::mt19937& random) {
  Decision made;
  for (std::string* text : {&made.application, &made.matter, &made.pack_version, &made.pack_digest,
                            &made.facts_digest, &made.risk_level}) {
    *text = word(random);
  }
  made.outcome = static_cast<Outcome>(random() % 6);
  if (random() % 2 == 0) made.proposal = static_cast<Outcome>(random() % 6);
  made.verdicts = some(random, [&] { return verdict(random); });
  for (const char* const name : {"monthly_amount", "b", "a_1", "a1"}) {
    if (random() % 2 == 0) made.results[name] = {word(random), word(random), value(random)};
  }
  made.supplements = some(random, [&] {
    return Supplement{word(random), word(random), word(random), word(random), word(random)};
  });
  made.obligations = some(random, [&] {
    Obligation one{word(random), word(random), word(random), {}, word(random), word(random)};
    if (random() % 2 == 0) one.working_days = static_cast<int>(random() % 90);
    return one;
  });
  made.reasons = some(random, [&] {
    return Reason{word(random), word(random), some(random, [&] { return word(random); })};
  });
  made.risk_score = static_cast<double>(random() % 100) / 4;
  return made;
}

// The decision's bytes, its evidence told piece by piece.
std::string told(const Decision& decision) {
  return canonical_text(decision, 2, [&](std::size_t verdict, CanonicalWriter& out) {
    std::string_view separator;
    for (const Evidence& one : decision.verdicts[verdict].evidence) {
      const std::string value = canonical_json(one.value);
      out.raw(std::exchange(separator, ","));
      write_evidence({.fact = one.fact,
                      .value = value,
                      .source = one.source,
                      .confidence = one.confidence,
                      .material = one.material,
                      .page = one.page,
                      .box = one.box ? &*one.box : nullptr,
                      .cause = one.cause},
                     out);
    }
  });
}

TEST(DecisionText, IsTheCanonicalJsonOfTheDecision) {
  std::mt19937 random(20261120);
  for (int round = 0; round < 2000; ++round) {
    const Decision made = decision(random);
    ASSERT_EQ(told(made), canonical_json(to_json(made))) << "round " << round;
  }
}

}  // namespace
}  // namespace zhipi
