// A workflow over a store in a temporary folder, with the trial matter and a clock that the test
// moves.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/store/test_database.h"
#include "trial_matter.h"
#include "workflow/workflow.h"

namespace zhipi::workflow {

// The smallest picture that can be uploaded: one grey pixel as a bitmap. `shade` makes others.
inline std::string picture(char shade = 'g') {
  std::string bytes("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0", 30);
  bytes.resize(54, '\0');
  return bytes + std::string(3, shade) + '\0';
}

inline const Principal kWindow{"window-1", {"submitter"}};
inline const Principal kOtherWindow{"window-2", {"submitter"}};
inline const Principal kReviewer{"reviewer-1", {"reviewer"}};

// Submits, and waits for the answer.
inline Expected<Answer, Problems> submitted(Workflow& workflow, const Json& body,
                                            const std::vector<Upload>& uploads,
                                            const std::optional<std::string>& key,
                                            const Principal& who) {
  const auto answer = std::make_shared<std::promise<Expected<Answer, Problems>>>();
  workflow.submit(body, uploads, key, who, [answer](Expected<Answer, Problems> given) {
    answer->set_value(std::move(given));
  });
  return answer->get_future().get();
}

class ServiceTest : public testing::Test {
 protected:
  // A reader that cannot be started: a scan is kept and queued, and yields nothing when read.
  ServiceTest() : ServiceTest("no-reader") {}

  explicit ServiceTest(const std::string& reader)
      : data_("data"), rules_("rules"), calendar_(calendar_of_2026()) {
    rules_.write("trial/matter.lua", kTrialMatter);
    rules_.write("trial/criteria.lua", kTrialCriteria);
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
    store::make_schema(data_.path());
    store_ = store::Store::open(data_.path(), store::options_for(data_.path())).value();
    readers_ = std::make_unique<ocr::ReaderPool>(
        ocr::ReaderOptions{.program = reader, .workers = 1, .limits = {}});
    start();
  }

  // A fresh workflow over the same store, as after a restart.
  void start() {
    workflow_.reset();
    Options options;
    options.now = [this] {
      if (on_clock_) on_clock_();
      return now();
    };
    options.observer.event = [this](const Event& event) {
      const std::lock_guard lock(events_mutex_);
      if (event.level != "info") events_.push_back(event.message);
    };
    workflow_ = std::make_unique<Workflow>(options, catalogue_, calendar_, *store_, *readers_);
  }

  // Midday of Friday 20 November 2026 in UTC, and as far as the test moved on.
  store::Time now() const {
    return store::Time(std::chrono::milliseconds(1795176000000 + later_.load()));
  }
  void pass(std::chrono::milliseconds time) { later_ += time.count(); }

  Answer submit(const Json& body, const std::optional<std::string>& key = {},
                const std::vector<Upload>& uploads = {}, const Principal& who = kWindow) {
    auto answer = submitted(*workflow_, body, uploads, key, who);
    if (!answer) throw std::runtime_error("refused: " + lines_of(answer.error()));
    return *std::move(answer);
  }

  // One with a scan that is to be read. No criterion asks for a `proof`: with one, an application
  // is decided though nothing could be read.
  Answer submit_scanned(const std::string& material = "card") {
    const std::string scan = picture();
    return submit(application_with(), {}, {{material, scan}});
  }

  std::string state_of(const std::string& id) {
    return std::string(to_text(store_->find_application(id).value().value().state));
  }
  Json facts_of(const std::string& id) { return workflow_->facts(id, kReviewer).value(); }
  std::size_t decisions_of(const std::string& id) { return store_->decisions_of(id)->size(); }

  std::vector<std::string> timeline_of(const std::string& id) {
    std::vector<std::string> names;
    const auto timeline = store_->timeline_of(id);
    for (const store::Event& event : timeline.value()) names.push_back(event.event);
    return names;
  }

  // What the log says of each such action.
  std::vector<std::string> log_of(const std::string& action) {
    std::vector<std::string> entries;
    const auto all = store_->audit_after(0, 1000);
    for (const auto& entry : all.value()) {
      const Json value = parsed(entry.entry);
      if (value.at("action") == Json(action)) entries.push_back(canonical_json(value.at("detail")));
    }
    return entries;
  }

  Directory data_;
  Directory rules_;
  Catalogue catalogue_;
  formats::WorkingDays calendar_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<ocr::ReaderPool> readers_;
  std::atomic<std::int64_t> later_ = 0;  // milliseconds
  // Called whenever the workflow looks at the clock: between any two steps of its work.
  std::function<void()> on_clock_;
  std::mutex events_mutex_;
  std::vector<std::string> events_;  // what an operator was told
  std::unique_ptr<Workflow> workflow_;
};

// The codes of a refusal.
template <class T>
std::vector<std::string> codes_of(const Expected<T, Problems>& result) {
  std::vector<std::string> codes;
  if (result) return codes;
  for (const Problem& wrong : result.error()) codes.push_back(wrong.code);
  return codes;
}

template <class T>
std::string code_of(const Expected<T>& result) {
  return result ? "ok" : result.error().code;
}

}  // namespace zhipi::workflow
