// A sum over earlier applications bounds what is granted: of two that are read at once, the second
// is judged with what the first was granted.
#include <latch>
#include <thread>

#include "service.h"

namespace zhipi::workflow {
namespace {

constexpr const char* kQuota = R"(return matter {
  code = "350100-SY-0004", title = "试验补贴", authority = "样板局", version = "1.0.0",
  applicant = "person", basis = { "试验办法" }, automatic = { approve = true, deny = true },
  history = { granted = sum_applications { same = { "form.id_number" }, of = "results.months",
                                         kind = integer {} } },
  form = { id_number = id_number { title = "公民身份号码", required = true } },
  materials = { proof = material { title = "证明", fields = { remark = text {} } } },
})";
constexpr const char* kQuotaCriteria = R"(
criterion "within" { title = "未超限额", basis = "第一条", otherwise = deny "已达限额",
  check = function(app) return app.history.granted + 3 <= 3 end }
result "months" { title = "月数", kind = integer {}, value = function(app) return 3 end }
)";

class QuotaTest : public ServiceTest {
 protected:
  QuotaTest() {
    rules_.write("quota/matter.lua", kQuota);
    rules_.write("quota/criteria.lua", kQuotaCriteria);
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
    start();
    other_store_ = store::Store::open(data_.path(), store::options_for(data_.path())).value();
    Options options;
    options.now = [this] { return now(); };
    other_ = std::make_unique<Workflow>(options, catalogue_, calendar_, *other_store_, *readers_);
  }
  std::unique_ptr<store::Store> other_store_;
  std::unique_ptr<Workflow> other_;
};

TEST_F(QuotaTest, OfApplicationsThatTwoNodesReadAtOnceOneIsGranted) {
  constexpr int kEach = 4;
  std::vector<std::string> ids;
  for (int i = 0; i < 2 * kEach; ++i) {
    const std::string scan = picture();
    Json body = parsed(R"({"matter": "quota"})");
    body.as_object()["form"] = json::object{{"id_number", kNumber}};
    ids.push_back(submit(body, {}, {{"proof", scan}}).id);
  }
  std::latch ready(2);
  {
    std::vector<std::jthread> threads;
    for (Workflow* const node : {workflow_.get(), other_.get()}) {
      threads.emplace_back([&, node] {
        ready.arrive_and_wait();
        for (int i = 0; i < kEach; ++i) node->work_once("worker");
      });
    }
  }
  while (workflow_->work_once("worker")) {
  }
  int granted = 0;
  for (const std::string& id : ids) {
    ASSERT_EQ(state_of(id), "decided");
    granted += workflow_->decision(id, kReviewer)->at("outcome") == Json("approve") ? 1 : 0;
  }
  EXPECT_EQ(granted, 1);
}

}  // namespace
}  // namespace zhipi::workflow
