// The same pack and facts give the same decision, byte for byte, and a pack's name is its
// content's.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/authoring/golden.h"
#include "models/digest.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path kRules = fs::path(ZHIPI_SOURCE_DIR) / "rules";

std::shared_ptr<const Pack> senior_allowance() {
  static const std::shared_ptr<const Pack> kPack =
      Pack::load_folder(kRules / "senior_allowance", std::array{kRules}).value();
  return kPack;
}

// The facts of all the pack's golden cases.
std::vector<Facts> golden_facts() {
  std::vector<Facts> all;
  const std::vector<GoldenCase> cases = golden_cases(*senior_allowance()).value();
  for (const GoldenCase& one : cases) {
    all.push_back(bound(*senior_allowance(), one.facts));
  }
  return all;
}

std::vector<std::string> decisions(Judge& judge, const std::vector<Facts>& cases) {
  Watchdog watchdog;
  std::vector<std::string> all;
  for (const Facts& facts : cases) all.push_back(bytes(judge.judge(facts, watchdog)));
  return all;
}

TEST(Decision, IsTheSameFromTheSameJudgeAgain) {
  const auto cases = golden_facts();
  Judge judge(senior_allowance(), calendar_of_2026());
  EXPECT_EQ(decisions(judge, cases), decisions(judge, cases));
}

TEST(Decision, IsTheSameFromAnotherJudge) {
  const auto cases = golden_facts();
  Judge first(senior_allowance(), calendar_of_2026());
  Judge second(senior_allowance(), calendar_of_2026());
  EXPECT_EQ(decisions(first, cases), decisions(second, cases));
}

TEST(Decision, DoesNotDependOnWhatWasJudgedBefore) {
  auto cases = golden_facts();
  Judge judge(senior_allowance(), calendar_of_2026());
  const auto in_order = decisions(judge, cases);
  std::vector<std::size_t> order(cases.size());
  for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
  std::mt19937 random(20261120);
  Watchdog watchdog;
  for (int round = 0; round < 5; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    for (const std::size_t at : order) {
      EXPECT_EQ(bytes(judge.judge(cases[at], watchdog)), in_order[at]);
    }
  }
}

TEST(Decision, OfAThenBThenAIsTheSameForA) {
  const std::string criteria =
      "local seen = { n = 0 }\n" +
      criterion("rows",
                "local total = 0 for k, v in pairs({ b = app.form.age, a = 2, "
                "c = sum(app.form.family, \"age\") }) do total = total * 7 + v end "
                "return total == 1") +
      criterion("changes", "if app.form.age > 50 then seen = nil end return true") +
      criterion("breaks", "if app.form.age > 50 then while true do end end return true");
  const auto pack = load(pack_files(criteria));
  Judge judge(pack, calendar_of_2026());
  Watchdog watchdog;
  const Facts a = bound(*pack, sound_facts());
  const Facts b =
      bound(*pack, facts_with(R"({"form": {"age": 51}, "materials": {"proof": null}})"));
  const std::string first = bytes(judge.judge(a, watchdog));
  EXPECT_NE(bytes(judge.judge(b, watchdog)), first);
  EXPECT_EQ(bytes(judge.judge(a, watchdog)), first);
}

// Another process has other addresses and another hash seed.
TEST(Decision, IsTheSameInAFreshProcess) {
  const auto in_child = [] {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      std::vector<std::unique_ptr<char[]>> moved;
      for (int at = 0; at < getpid() % 97; ++at) moved.push_back(std::make_unique<char[]>(4096));
      Judge judge(senior_allowance(), calendar_of_2026());
      std::string all;
      for (const std::string& one : decisions(judge, golden_facts())) all += one;
      const std::string digest = Digest::of(all).text();
      _exit(write(ends[1], digest.data(), digest.size()) > 0 ? 0 : 1);
    }
    close(ends[1]);
    char text[128] = {};
    const ssize_t got = read(ends[0], text, sizeof text);
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return std::string(text, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  };
  const std::string first = in_child();
  EXPECT_EQ(first.size(), 71u);
  EXPECT_EQ(in_child(), first);
}

TEST(Decision, IsCanonicalJsonOfThePublicShape) {
  const auto pack = load(pack_files(criterion("c", "return app.card.number == \"A1\"")));
  const Json decision = *parse_json(bytes(judge(pack, sound_facts())));
  EXPECT_EQ(canonical_json(decision), bytes(judge(pack, sound_facts())));
  for (const char* const name :
       {"application", "matter", "outcome", "proposal", "automatic", "pack", "facts", "verdicts",
        "results", "supplements", "obligations", "reasons", "risk"}) {
    EXPECT_TRUE(decision.as_object().contains(name)) << name;
  }
  EXPECT_EQ(decision.at("pack").at("digest").as_string(), pack->digest());
  EXPECT_EQ(
      canonical_json(decision.at("verdicts").at(0)),
      R"({"basis":null,"covered":false,"criterion":"c","evidence":[{"box":null,"confidence":1,)"
      R"("fact":"card.number","material":"card","page":null,"source":"ocr","value":"A1"}],)"
      R"("kind":"criterion","message":null,"result":"pass","stage":"review","title":"c"})");
}

std::string output_of(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  std::string text;
  for (int letter = 0; pipe != nullptr && (letter = fgetc(pipe)) != EOF;)
    text += static_cast<char>(letter);
  if (pipe != nullptr) pclose(pipe);
  return text;
}

// As anybody can do it: copy the pack's files and the common files it uses, and let sha256sum
// speak.
TEST(PackDigest, IsWhatSha256sumPrints) {
  const fs::path folder = fs::temp_directory_path() / ("zhipi-digest-" + std::to_string(getpid()));
  fs::create_directories(folder);
  fs::copy(kRules / "senior_allowance", folder, fs::copy_options::recursive);
  fs::create_directories(folder / "common");
  fs::copy(kRules / "common" / "id_card.lua", folder / "common");
  const std::string printed = output_of(
      "cd '" + folder.string() +
      "' && find . -type f -printf '%P\\0' | xargs -0 sha256sum | LC_ALL=C sort | sha256sum");
  fs::remove_all(folder);
  EXPECT_EQ(senior_allowance()->digest(), "sha256:" + printed.substr(0, 64));
}

TEST(PackDigest, ChangesWithEveryFileThePackUsesAndNoOther) {
  PackFiles files = pack_files(
      "",
      R"(return matter { title = "t", version = "1", materials = { c = use "common/card" {} } })",
      {{"tables/t.csv", "a\n1\n"}});
  files.common["common/card.lua"] = "return material { fields = {} }";
  files.common["common/other.lua"] = "return material { fields = {} }";
  const std::string digest = load(files)->digest();
  const auto with = [&](auto change) {
    PackFiles changed = files;
    change(changed);
    return load(changed)->digest();
  };
  EXPECT_EQ(with([](PackFiles& f) { f.common["common/other.lua"] += "\n"; }), digest);
  EXPECT_EQ(with([](PackFiles& f) { f.matter = "renamed"; }), digest);
  EXPECT_NE(with([](PackFiles& f) { f.common["common/card.lua"] += "\n"; }), digest);
  EXPECT_NE(with([](PackFiles& f) { f.files["tables/t.csv"] += "2\n"; }), digest);
  EXPECT_NE(with([](PackFiles& f) { f.files["cases/a.json"] = "[]"; }), digest);
}

TEST(PackFolder, ThatIsNoneIsRefused) {
  const auto pack = Pack::load_folder(kRules / "common", std::array{kRules});
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().at(0).code, "no_pack");
  EXPECT_FALSE(Pack::load_folder("/nowhere/at/all", {}));
}

}  // namespace
}  // namespace zhipi::engine::testing
