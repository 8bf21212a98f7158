// Judges for many threads: each call borrows one of its own.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/describe.h"
#include "engine/judge.h"

namespace zhipi::workflow {

class Judges {
 public:
  // `calendar` must outlive it.
  explicit Judges(const formats::WorkingDays& calendar) : calendar_(calendar) {}

  // What facts were judged, and how.
  struct Judged {
    Decision decision;  // without its evidence
    std::string bytes;  // of the decision, all of it; canonical, as those of the facts
    std::string facts;
  };

  // Binds the facts, canonical JSON, to the pack's matter and judges them. Any thread may call.
  // Codes: those of engine::FactReader.
  Expected<Judged, Problems> judge(const std::shared_ptr<const engine::Pack>& pack,
                                   std::string_view facts);

  // The bytes of the decision over facts as they were sent: JSON in any style. Any thread may call.
  // Codes: those of engine::FactReader.
  Expected<std::string, Problems> decide(const std::shared_ptr<const engine::Pack>& pack,
                                         std::string_view facts);

  // What an approval of these facts grants. Any thread may call.
  engine::Grant grant(const std::shared_ptr<const engine::Pack>& pack, const engine::Facts& facts);

 private:
  // What is costly to make, and serves one judgement after another.
  struct Seat {
    Seat(const std::shared_ptr<const engine::Pack>& pack, const formats::WorkingDays& calendar)
        : judge(pack, calendar), reader(pack->layout()) {}
    engine::Judge judge;
    engine::FactReader reader;
    engine::Facts facts;
    engine::WrittenDecision written;
  };

  std::unique_ptr<Seat> borrow(const std::shared_ptr<const engine::Pack>& pack);
  void give_back(std::unique_ptr<Seat> seat);

  const formats::WorkingDays& calendar_;
  std::mutex mutex_;
  std::map<std::string, std::vector<std::unique_ptr<Seat>>> idle_;  // by pack digest
};

}  // namespace zhipi::workflow
