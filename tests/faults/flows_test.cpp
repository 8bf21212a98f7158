// EIO and ENOSPC at every call that changes a file, in each flow that writes: at its first call, at
// its second, and so on until the flow passes untouched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <functional>

#include "disk.h"
#include "tests/api/running.h"

namespace zhipi::faults {
namespace {

using api::testing::electronic_application;
using api::testing::Running;
using ::testing::AnyOf;
using ::testing::Contains;

constexpr int kNever = 1000;  // a flow that still fails at its so-manieth call is no flow

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers) {
    if (known == name) return value;
  }
  return {};
}

// "ok", "unavailable" as it has to be told, or what else was answered.
std::string told(const http::Response& response) {
  if (response.status < 300) return "ok";
  if (response.status == 503 && !header(response, "Retry-After").empty()) return "unavailable";
  return std::to_string(response.status) + " " + response.body;
}

template <class T>
std::string told(const Expected<T>& result) {
  return result ? "ok" : result.error().code;
}

// A picture of one pixel, another one for each number.
std::string picture(int number) {
  std::string bytes("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0", 30);
  bytes.resize(54, '\0');
  for (int i = 0; i < 3; ++i) bytes += static_cast<char>(number >> (8 * i));
  return bytes + '\0';
}

std::string reference(int number) {
  return "R-" + std::to_string(number);
}

class Flows : public ::testing::TestWithParam<Fault> {
 protected:
  // `prepare` and `after` meet a sound disk; `run` tells "ok" or "unavailable", and `after` is
  // given which.
  void at_every_call(const std::function<void(int)>& prepare,
                     const std::function<std::string(int)>& run,
                     const std::function<void(int, bool)>& after, int at_least) {
    for (int number = 1; number < kNever && !HasFailure(); ++number) {
      prepare(number);
      Fault fault = GetParam();
      fault.at = number;
      FaultyDisk disk(running.folder(), fault);
      const std::string told = run(number);
      const bool struck = disk.struck();
      const std::string where = disk.where();
      disk.heal();
      SCOPED_TRACE("call " + std::to_string(number) + ": " + where);
      EXPECT_THAT(told, AnyOf("ok", "unavailable"));
      EXPECT_TRUE(struck || told == "ok") << told;
      after(number, told == "ok");
      EXPECT_EQ(::zhipi::faults::told(running.store().verify_audit()), "ok");
      if (struck) continue;
      EXPECT_GT(number, at_least) << "the flow should have changed more";
      return;
    }
    EXPECT_TRUE(HasFailure()) << "the flow never passed";
  }

  static void nothing(int) {}

  http::Response post(const std::string& target, const std::string& body,
                      std::map<std::string, std::string> headers = {},
                      const std::string& type = "application/json") {
    headers["Content-Type"] = type;
    return running.ask({"POST", target, submitter, std::move(headers), body});
  }
  http::Response submit_electronic(int number) {
    json::object body = electronic_application();
    body["reference"] = reference(number);
    return post("/v1/applications", canonical_json(Json(body)),
                {{"Idempotency-Key", reference(number)}});
  }
  http::Response submit_scanned(int number) {
    json::object body = electronic_application();
    body["reference"] = reference(number);
    body.erase("e_licences");
    const std::string scan = picture(number);
    const std::string multipart =
        "--b\r\nContent-Disposition: form-data; name=\"application\"\r\n\r\n" +
        canonical_json(Json(body)) +
        "\r\n--b\r\nContent-Disposition: form-data; name=\"id_card\"; filename=\"s\"\r\n"
        "Content-Type: image/bmp\r\n\r\n" +
        scan + "\r\n--b--\r\n";
    return post("/v1/applications", multipart, {{"Idempotency-Key", reference(number)}},
                "multipart/form-data; boundary=b");
  }

  // What there is under the number's reference: exactly one, or nothing.
  std::optional<store::Application> found(int number) {
    store::ListQuery query;
    query.reference = reference(number);
    const auto page = running.store().list(query).value();
    EXPECT_LE(page.applications.size(), 1U);
    if (page.applications.empty()) return std::nullopt;
    return page.applications.front();
  }
  std::string id_of(int number) { return found(number).value().id; }

  std::size_t decisions_of(const std::string& id) {
    return running.store().decisions_of(id).value().size();
  }
  std::vector<std::string> events_of(const std::string& id) {
    std::vector<std::string> names;
    const auto timeline = running.store().timeline_of(id).value();
    for (const auto& event : timeline) names.push_back(event.event);
    return names;
  }

  // Sent again after the fault: one application, and whoever had an answer gets it again.
  void repeat(int number, const http::Response& first, const http::Response& again) {
    EXPECT_EQ(told(again), "ok") << again.body;
    if (first.status < 300) {
      EXPECT_EQ(again.body, first.body);
    }
    ASSERT_TRUE(found(number));
  }

  // Whatever waits or was left lying is done: the leases have passed.
  void work_all() {
    do {
      running.pass(std::chrono::seconds(301));
    } while (running.workflow().work_once("w") || running.store().open_jobs().value() > 0);
  }

  Running running{"no-reader"};
  std::string submitter = running.key({"submitter"});
};

TEST_P(Flows, AnElectronicSubmission) {
  http::Response first;
  at_every_call(
      nothing, [&](int number) { return told(first = submit_electronic(number)); },
      [&](int number, bool acknowledged) {
        const auto kept = found(number);
        EXPECT_TRUE(kept || !acknowledged) << "it was acknowledged and is lost";
        if (kept) {
          EXPECT_EQ(decisions_of(kept->id), 1U);
        }
        repeat(number, first, submit_electronic(number));
        EXPECT_EQ(decisions_of(id_of(number)), 1U);
      },
      2);
}

TEST_P(Flows, ASubmissionWithAScan) {
  http::Response first;
  at_every_call(
      nothing, [&](int number) { return told(first = submit_scanned(number)); },
      [&](int number, bool acknowledged) {
        const auto kept = found(number);
        EXPECT_TRUE(kept || !acknowledged) << "it was acknowledged and is lost";
        repeat(number, first, submit_scanned(number));
        const auto files = running.store().materials_of(id_of(number)).value();
        EXPECT_EQ(running.store().blobs().get(files.at("id_card").front()).value(),
                  picture(number));
        EXPECT_EQ(running.store().open_jobs().value(), number);
      },
      6);
}

TEST_P(Flows, AnUpload) {
  const auto upload = [&](int number) {
    return post("/v1/materials", picture(number), {}, "image/bmp");
  };
  http::Response first;
  at_every_call(
      nothing, [&](int number) { return told(first = upload(number)); },
      [&](int number, bool acknowledged) {
        const Digest digest = Digest::of(picture(number));
        EXPECT_TRUE(!acknowledged || running.store().find_material(digest).value());
        const http::Response again = upload(number);
        EXPECT_EQ(told(again), "ok") << again.body;
        EXPECT_TRUE(!acknowledged || first.body == again.body);
        EXPECT_EQ(running.store().blobs().get(digest).value(), picture(number));
        // A disk that takes nothing does not let go of anything either; the next start clears that.
        EXPECT_TRUE(GetParam().lasting ||
                    std::filesystem::is_empty(running.folder() / "blobs" / "incoming"));
      },
      6);
}

TEST_P(Flows, ReadingAndDeciding) {
  at_every_call([&](int number) { ASSERT_EQ(told(submit_scanned(number)), "ok"); },
                [&](int) {
                  running.workflow().work_once("w");
                  return "ok";
                },
                [&](int number, bool) {
                  work_all();
                  const std::string id = id_of(number);
                  EXPECT_EQ(decisions_of(id), 1U);
                  EXPECT_THAT(events_of(id), Contains("decided").Times(1));
                  EXPECT_EQ(found(number)->state, store::State::escalated);
                },
                8);
}

TEST_P(Flows, AWithdrawal) {
  const auto withdraw = [&](int number) {
    return post("/v1/applications/" + id_of(number) + "/withdraw", R"({"grounds": "不再申请"})");
  };
  at_every_call([&](int number) { ASSERT_EQ(told(submit_scanned(number)), "ok"); },
                [&](int number) { return told(withdraw(number)); },
                [&](int number, bool acknowledged) {
                  const bool ended = found(number)->state == store::State::withdrawn;
                  EXPECT_TRUE(ended || !acknowledged) << "it was acknowledged and is lost";
                  EXPECT_EQ(running.store().open_jobs().value(), ended ? 0 : 1);
                  EXPECT_EQ(withdraw(number).status, ended ? 409 : 200);
                  EXPECT_THAT(events_of(id_of(number)), Contains("withdrawn").Times(1));
                },
                2);
}

TEST_P(Flows, ANewKey) {
  const auto token = [](int number) { return Digest::of("token " + std::to_string(number)); };
  const auto add = [&](int number) {
    return told(running.store().add_key(token(number),
                                        {.name = reference(number), .roles = {"auditor"}},
                                        {.at = store::Time{}, .actor = "system"}));
  };
  at_every_call(
      nothing, add,
      [&](int number, bool acknowledged) {
        const bool kept = running.store().find_key(token(number)).value().has_value();
        EXPECT_TRUE(kept || !acknowledged) << "it was acknowledged and is lost";
        EXPECT_EQ(add(number), kept ? "conflict" : "ok");
      },
      2);
}

TEST_P(Flows, AnEntryOfTheAuditLog) {
  const auto size = [&] { return running.store().audit_head().value().size; };
  std::int64_t before = 0;
  at_every_call([&](int) { before = size(); },
                [&](int number) {
                  return told(running.store().record("exported", reference(number), "{}",
                                                     {.at = store::Time{}, .actor = "system"}));
                },
                [&](int, bool acknowledged) { EXPECT_EQ(size(), before + (acknowledged ? 1 : 0)); },
                2);
}

// A folder that was made and not made durable could be gone after a power cut, with everything that
// was acknowledged in it: whoever finds it there makes sure.
TEST_P(Flows, AFolderThatWasNotMadeDurableIsBeforeAnythingInIt) {
  Fault fault = GetParam();
  fault.only = "/blobs";
  fault.at = 1;
  {
    FaultyDisk disk(running.folder(), fault);
    EXPECT_EQ(told(running.store().blobs().put(picture(1))), "unavailable");
    EXPECT_EQ(disk.where(), "fsync blobs");
  }
  fault.at = 0;
  FaultyDisk disk(running.folder(), fault);
  EXPECT_EQ(told(running.store().blobs().put(picture(1))), "ok");
  EXPECT_EQ(disk.calls(), 1);
}

// --- Starting

// A copy of the data as a crash leaves it: with a log that is not yet in the database.
class Copy {
 public:
  explicit Copy(const std::filesystem::path& from) : path_(from.string() + "-copy") {
    std::filesystem::remove_all(path_);
    std::filesystem::copy(from, path_, std::filesystem::copy_options::recursive);
    std::filesystem::remove(path_ / "zhipi.db-shm");
  }
  ~Copy() { std::filesystem::remove_all(path_); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Starts : public Flows {
 protected:
  std::string start(const std::filesystem::path& folder) {
    const auto store = store::Store::open(folder);
    if (!store) return told(store);
    return told((*store)->return_leases(std::nullopt, store::Time{}));
  }

  // With the fault at every call of a start on a fresh `folder()`.
  void at_every_call_of_a_start(const std::function<void(const std::filesystem::path&)>& before,
                                const std::function<void(const std::filesystem::path&)>& after) {
    const std::filesystem::path folder = running.folder() / "started";
    for (int number = 1; number < kNever && !HasFailure(); ++number) {
      std::filesystem::remove_all(folder);
      before(folder);
      Fault fault = GetParam();
      fault.at = number;
      FaultyDisk disk(running.folder(), fault);
      const std::string told = start(folder);
      const bool struck = disk.struck();
      SCOPED_TRACE("call " + std::to_string(number) + ": " + disk.where());
      disk.heal();
      EXPECT_THAT(told, AnyOf("ok", "unavailable"));
      EXPECT_EQ(start(folder), "ok");
      after(folder);
      if (!struck) return;
    }
    EXPECT_TRUE(HasFailure()) << "the start never passed";
  }
};

TEST_P(Starts, TheFirstOne) {
  at_every_call_of_a_start(
      [](const auto& folder) { std::filesystem::create_directory(folder); },
      [](const auto& folder) {
        EXPECT_EQ(store::Store::open(folder).value()->verify_audit().value().size, 0);
      });
}

TEST_P(Starts, AfterACrash) {
  ASSERT_EQ(told(submit_electronic(1)), "ok");
  ASSERT_EQ(told(submit_scanned(2)), "ok");
  ASSERT_TRUE(
      running.store().claim("read", "w", store::Time{}, std::chrono::seconds(60)).has_value());
  const auto head = running.store().audit_head().value();
  const std::string first = id_of(1);
  const std::string second = id_of(2);
  const Copy crashed(running.folder());
  at_every_call_of_a_start(
      [&](const auto& folder) {
        std::filesystem::copy(crashed.path(), folder, std::filesystem::copy_options::recursive);
      },
      [&](const auto& folder) {
        const auto store = store::Store::open(folder).value();
        EXPECT_EQ(store->verify_audit().value(), head);
        EXPECT_EQ(store->decisions_of(first).value().size(), 1U);
        EXPECT_TRUE(store->find_application(second).value());
        EXPECT_EQ(store->open_jobs().value(), 1);
      });
}

// --- Moving the log into the database

// It happens after a commit, every thousand pages. Whoever was acknowledged just then has what was
// acknowledged, whether or not the move worked.
TEST_P(Flows, ACheckpointThatFailsCostsNobodyAnything) {
  int number = 0;
  for (const int at : {1, 2, 40}) {
    Fault fault = GetParam();
    fault.at = at;
    fault.only = "/zhipi.db";
    FaultyDisk disk(running.folder(), fault);
    for (int more = 0; more < 400 && !disk.struck(); ++more) {
      EXPECT_EQ(told(submit_electronic(++number)), "ok");
    }
    EXPECT_TRUE(disk.struck()) << "no checkpoint came";
    EXPECT_EQ(told(submit_electronic(++number)), "ok");
    disk.heal();
    EXPECT_EQ(told(submit_electronic(++number)), "ok");
  }
  running.restart();
  for (int one = 1; one <= number; ++one) ASSERT_TRUE(found(one)) << one;
  EXPECT_EQ(told(running.store().verify_audit()), "ok");
}

std::string name_of(const ::testing::TestParamInfo<Fault>& test) {
  return std::string(test.param.error == EIO ? "EIO" : "ENOSPC") +
         (test.param.lasting ? "FromThenOn" : "Once");
}

const auto kFaults = ::testing::Values(Fault{.error = EIO}, Fault{.error = ENOSPC},
                                       Fault{.error = EIO, .lasting = true},
                                       Fault{.error = ENOSPC, .lasting = true});

INSTANTIATE_TEST_SUITE_P(Faults, Flows, kFaults, name_of);
INSTANTIATE_TEST_SUITE_P(Faults, Starts, kFaults, name_of);

}  // namespace
}  // namespace zhipi::faults
