// What officers do beside deciding, over the matters of follow_up_matters.h.
#pragma once

#include "follow_up_matters.h"
#include "service.h"

namespace zhipi::workflow {

class FollowUpTest : public ServiceTest {
 protected:
  FollowUpTest() {
    rules_.write("shop/matter.lua", kShop);
    rules_.write("shop/criteria.lua", kShopCriteria);
    rules_.write("staged/matter.lua", kStaged);
    rules_.write("staged/criteria.lua", kStagedCriteria);
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
    restart();
  }

  void restart(int supplement_days = 30) {
    Options options;
    options.clocks.supplement_days = supplement_days;
    options.spot_check_key = "secret";
    options.now = [this] { return now(); };
    workflow_ = std::make_unique<Workflow>(options, catalogue_, calendar_, *store_, *readers_);
  }

  std::string apply(const std::string& mode, const char* changes = "{}") {
    Json body = parsed(R"({"matter": "shop", "form": {"full_name": "试样甲"},
      "applicant": {"kind": "person", "name": "试样甲", "number": "350102194005069012"}})");
    body.as_object()["mode"] = mode;
    if (mode == "normal") body.as_object()["e_licences"] = {{"plan", {{"remark", "有"}}}};
    merge(body, parsed(changes));
    return submit(body).id;
  }
  std::string staged() {
    return submit(parsed(R"({"matter": "staged", "form": {"full_name": "试样甲"},
      "applicant": {"kind": "person", "name": "试样甲", "number": "350102194005069012"}})"))
        .id;
  }
  store::Obligation obligation_of(const std::string& id) {
    return store_->obligations_of(id).value().at(0);
  }
  void sweep_days(int days) {
    ASSERT_TRUE(workflow_->sweep(now()));
    for (int i = 0; i < days; ++i) {
      pass(std::chrono::hours(24));
      ASSERT_TRUE(workflow_->sweep(now()));
    }
  }
  Expected<Answer> pause(const std::string& id, const Principal& who = kReviewer) {
    return workflow_->pause(id, parsed(R"({"stage": "公示", "notice": "书面告知 2 个工作日"})"), {},
                            who);
  }
  Expected<Answer> check(const std::string& obligation, const char* result) {
    return workflow_->check_obligation(
        obligation, json::object{{"result", result}, {"note", "已核查"}}, {}, kReviewer);
  }
  Expected<Answer> answer(const std::string& id, const Json& body,
                          const Principal& who = kReviewer) {
    return workflow_->answer_spot_check(id + "-S", body, {}, who);
  }
};

}  // namespace zhipi::workflow
