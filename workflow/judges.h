// Judges for many threads: each call borrows one of its own.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/judge.h"

namespace zhipi::workflow {

class Judges {
 public:
  // `calendar` must outlive it.
  explicit Judges(const formats::WorkingDays& calendar) : calendar_(calendar) {}

  // Any thread may call.
  Decision judge(const std::shared_ptr<const engine::Pack>& pack, const engine::Facts& facts);
  engine::Grant grant(const std::shared_ptr<const engine::Pack>& pack, const engine::Facts& facts);

 private:
  std::unique_ptr<engine::Judge> borrow(const std::shared_ptr<const engine::Pack>& pack);
  void give_back(std::unique_ptr<engine::Judge> judge);

  const formats::WorkingDays& calendar_;
  std::mutex mutex_;
  std::map<std::string, std::vector<std::unique_ptr<engine::Judge>>> idle_;  // by pack digest
};

}  // namespace zhipi::workflow
