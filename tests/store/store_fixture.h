// What the tests of the store share: an empty data directory, and values to put into it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "store/store.h"
#include "tests/store/test_database.h"

namespace zhipi::store {

// Midday of 20 November 2026 in UTC, and so many seconds later.
inline Time at(std::int64_t seconds = 0) {
  return Time(std::chrono::milliseconds(1795176000000 + seconds * 1000));
}

inline Act act(std::int64_t seconds = 0, std::string actor = "window-1") {
  return Act{at(seconds), std::move(actor)};
}

inline NewApplication application(const std::string& id) {
  return NewApplication{.id = id,
                        .matter = "senior_allowance",
                        .reference = "REF-" + id,
                        .applicant = R"({"kind":"person","name":"甲某某"})",
                        .request = R"({"matter":"senior_allowance"})",
                        .received_on = *Date::of(2026, 11, 20)};
}

inline NewDecision decision(const std::string& outcome = "approve") {
  return NewDecision{.outcome = outcome,
                     .automatic = true,
                     .decision = R"({"outcome":")" + outcome + R"("})",
                     .pack = Digest::of("pack").text(),
                     .engine = "0.1.0",
                     .facts = R"({"form":{}})"};
}

inline NewJob job(const std::string& kind = "read", std::int64_t ready = 0) {
  return NewJob{.kind = kind, .ready_at = at(ready)};
}

// Creates the application, and waits until it is kept or refused.
inline Expected<Created> created(Store& store, const NewApplication& application, const Act& act,
                                 const std::optional<NewDecision>& decision = {},
                                 const std::optional<NewJob>& job = {}) {
  const auto told = std::make_shared<std::promise<Expected<Created>>>();
  store.create(application, act, decision, job,
               [told](Expected<Created> created) { told->set_value(std::move(created)); });
  return told->get_future().get();
}

// A new empty directory, removed at the end, and a new empty database for it.
class Directory {
 public:
  Directory() : path_(std::filesystem::path(testing::TempDir()) / name()) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
    make_schema(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  static std::string name() {
    static int count = 0;
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return std::string("zhipi_store_") + test->test_suite_name() + "_" + test->name() + "_" +
           std::to_string(::getpid()) + "_" + std::to_string(count++);
  }
  std::filesystem::path path_;
};

// A store in a directory of its own.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    store_.reset();
    auto opened = Store::open(directory_.path(), options_for(directory_.path()));
    ASSERT_TRUE(opened) << to_line(opened.error());
    store_ = *std::move(opened);
  }

  // Creates an application, with a job where one is given.
  void create(const std::string& id, const std::optional<NewJob>& with = {}) {
    const auto kept = created(*store_, application(id), act(), {}, with);
    ASSERT_TRUE(kept) << to_line(kept.error());
  }

  Application find(const std::string& id) {
    auto found = store_->find_application(id);
    return found.value().value();
  }

  std::vector<std::string> events(const std::string& id) {
    std::vector<std::string> names;
    const auto timeline = store_->timeline_of(id);
    for (const Event& event : timeline.value()) names.push_back(event.event);
    return names;
  }

  Directory directory_;
  std::unique_ptr<Store> store_;
};

// The kind of error that the work ends with.
inline std::optional<StorageErrorKind> kind_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const StorageError& error) {
    return error.kind();
  }
  return std::nullopt;
}

// The code of a refusal; "ok" if there was none.
template <class T>
std::string code_of(const Expected<T>& result) {
  return result ? "ok" : result.error().code;
}

}  // namespace zhipi::store
