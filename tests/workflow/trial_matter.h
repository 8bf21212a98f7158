// A small matter that the tests of the workflow share, and an invented person who applies.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/pack.h"
#include "models/formats/working_days.h"
#include "models/json.h"

namespace zhipi::workflow {

// Invented: the sequences from 901 on are not given out. The check characters are right.
inline constexpr const char* kNumber = "350102194005069012";
inline constexpr const char* kOtherNumber = "350102195108279017";
inline constexpr const char* kNumberWithX = "35010219400506908X";
inline constexpr const char* kCreditCode = "91350100MA000901XG";

inline constexpr const char* kTrialMatter = R"(return matter {
  code = "350100-SY-0001", title = "试验事项", authority = "样板市民政局", version = "1.0.0",
  applicant = "person", basis = { "试验办法第一条" },
  limits = { statutory = 20, promised = 5 }, modes = { "normal", "promise" },
  automatic = { approve = true, supplement = true, not_accept = true, deny = true },
  history = {
    open_cases = count_applications { same = { "form.id_number" }, state = "open" },
    decided_cases = count_applications { same = { "form.id_number" }, state = "decided" },
    all_cases = count_applications { same = { "form.id_number" } },
  },
  form = {
    full_name = person_name { title = "姓名", required = true },
    id_number = id_number { title = "公民身份号码", required = true },
    valid_to = date {}, issued_on = date {}, fee = money {}, share = percent {}, count = integer {},
    agreed = boolean {}, note = text {}, address = address {},
    colour = choice { options = { "red", "green" } },
    family = list { of = { full_name = person_name {}, age = integer {} } },
  },
  materials = {
    card = material {
      title = "证件",
      fields = {
        full_name = person_name { labels = { "姓名" }, confidence = 0.9 },
        id_number = id_number { labels = { "公民身份号码" } },
        birth_date = date { labels = { "出生" } },
        valid_to = date { labels = { "有效期止" } },
        stated_on = date { alone = true },
      },
      corroborates = { full_name = "form.full_name", id_number = "form.id_number",
                       valid_to = "form.valid_to" },
    },
    proof = material {
      title = "证明",
      fields = {
        holder = person_name {}, address = address {}, issued_on = date {}, rent = money {},
        share = percent {}, credit_code = credit_code {}, applied_on = date {}, remark = text {},
      },
      corroborates = { holder = "card.full_name", address = "form.address", rent = "register.rent",
                       issued_on = "form.issued_on", share = "form.share",
                       applied_on = "card.valid_to" },
    },
  },
  lookups = {
    register = lookup { title = "登记库", by = { "form.id_number" },
      fields = { rent = money {}, alive = boolean {} } },
  },
})";

inline constexpr const char* kTrialCriteria = R"(
criterion "not_refused" {
  title = "未列入名单", basis = "试验办法第二条",
  check = function(app) return app.form.note ~= "refuse" end,
  when = function(app) return has(app.form, "note") end,
  otherwise = deny "已列入名单",
}
criterion "first_case" {
  title = "无在办件", basis = "试验办法第三条",
  check = function(app) return app.history.open_cases == 0 end,
  otherwise = escalate "另有在办件",
}
criterion "same_person" {
  title = "证件与表单一致", basis = "试验办法第四条",
  when = function(app) return has(app, "card") end,
  check = function(app) return app.card.id_number == app.form.id_number end,
  otherwise = supplement "号码与证件不一致",
}
)";

inline engine::PackFiles trial_files() {
  return {"trial", {{"matter.lua", kTrialMatter}, {"criteria.lua", kTrialCriteria}}, {}};
}

inline std::string lines_of(const Problems& problems) {
  std::string lines;
  for (const Problem& wrong : problems) lines += wrong.code + " " + to_line(wrong) + "\n";
  return lines;
}

inline std::shared_ptr<const engine::Pack> trial_pack() {
  auto pack = engine::Pack::load(trial_files());
  if (!pack) throw std::runtime_error("the trial pack does not load: " + lines_of(pack.error()));
  return *std::move(pack);
}

inline Json parsed(std::string_view text) {
  auto value = parse_json(text);
  if (!value) throw std::runtime_error("a test's JSON is none: " + to_line(value.error()));
  return *std::move(value);
}

// `changes` merged into `into` as RFC 7396 says: null takes away.
inline void merge(Json& into, const Json& changes) {
  if (!changes.is_object()) {
    into = changes;
    return;
  }
  if (!into.is_object()) into = json::object();
  for (const auto& [name, change] : changes.get_object()) {
    if (change.is_null()) {
      into.get_object().erase(name);
    } else {
      merge(into.get_object()[name], change);
    }
  }
}

// A sound application to the trial matter, with changes.
inline Json application_with(std::string_view changes = "{}") {
  Json body = parsed(R"({"matter": "trial", "reference": "REF-1",
    "applicant": {"kind": "person", "name": "试样甲", "number": ")" +
                     std::string(kNumber) + R"("},
    "form": {"full_name": "试样甲", "id_number": ")" +
                     std::string(kNumber) + R"("}})");
  merge(body, parsed(changes));
  return body;
}

// A new empty directory, removed at the end.
class Directory {
 public:
  explicit Directory(const std::string& purpose)
      : path_(std::filesystem::path(testing::TempDir()) / name(purpose)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, std::string_view content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }

 private:
  static std::string name(const std::string& purpose) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return std::string("zhipi_workflow_") + test->test_suite_name() + "_" + test->name() + "_" +
           purpose + "_" + std::to_string(::getpid());
  }
  std::filesystem::path path_;
};

// 2026 alone is published, with one holiday.
inline formats::WorkingDays calendar_of_2026() {
  const Json year = parsed(R"({"year": 2026, "papers": [],
    "days": [{"name": "试验假日", "date": "2026-11-25", "isOffDay": true}]})");
  return formats::WorkingDays::from(std::span(&year, 1)).value();
}

}  // namespace zhipi::workflow
