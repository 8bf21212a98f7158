// A matter whose applications reviewers take, and how the tests ask for what they do.
#pragma once

#include "service.h"

namespace zhipi::workflow {

inline const Principal kAnna{"anna", {"reviewer"}};
inline const Principal kBerta{"berta", {"reviewer"}};
inline const Principal kClara{"clara", {"reviewer"}};

class ReviewTest : public ServiceTest {
 protected:
  ReviewTest() {
    rules_.write("trial/criteria.lua", std::string(kTrialCriteria) + R"(
inspect "layout" { title = "布局", basis = "试验办法第五条", text = "现场布局符合要求",
  when = function(app) return has(app.form, "colour") end }
criterion "cheap" { title = "费用不高", basis = "试验办法第六条", otherwise = deny "费用过高",
  when = function(app) return has(app.form, "fee") end,
  check = function(app) return app.form.fee <= 100 end }
criterion "rent" { title = "租金相符", basis = "试验办法第七条", otherwise = deny "租金过高",
  when = function(app) return has(app, "proof") end,
  check = function(app) return app.proof.rent <= app.register.rent end }
result "amount" { title = "数额", kind = money {}, value = function(app) return app.form.fee end }
)");
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
    start();
  }

  // One that goes to a person because its applicant wants one; `proposal` is what the engine would
  // have decided.
  std::string escalated(std::string_view changes = R"({"form": {"fee": 50}})") {
    Json body = application_with(R"({"automated": false})");
    merge(body, parsed(changes));
    const Answer answer = submit(body);
    EXPECT_EQ(parsed(answer.body).at("state"), Json("escalated")) << answer.body;
    return answer.id;
  }

  // One whose proof's rent is higher than the register says: the two sources contradict each other.
  std::string conflicting() {
    const auto id = escalated(R"({"form": {"fee": 50}, "e_licences": {"proof": {"rent": 100}},
                                  "automated": true})");
    return id;
  }

  Expected<Answer, Problems> review(const std::string& id, std::string_view body,
                                    const Principal& who = kAnna,
                                    const std::optional<std::string>& key = {}) {
    return workflow_->review(id, parsed(body), key, who);
  }
  Answer reviewed(const std::string& id, std::string_view body, const Principal& who = kAnna) {
    auto answer = review(id, body, who);
    if (!answer) throw std::runtime_error("refused: " + lines_of(answer.error()));
    return *std::move(answer);
  }
  Json decision_of(const std::string& id) { return workflow_->decision(id, kWindow).value(); }
  Json application_of(const std::string& id, const Principal& who = kBerta) {
    return workflow_->application(id, who).value();
  }
  std::string reviewer_of(const std::string& id) {
    return store_->find_application(id).value()->reviewer;
  }
};

}  // namespace zhipi::workflow
