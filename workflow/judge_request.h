// The body of POST /v1/judge, taken apart without a parser where it is written as nearly all are.
#pragma once

#include <optional>
#include <string_view>

namespace zhipi::workflow {

// Views into the body.
struct JudgeRequest {
  bool by_digest = false;  // `name` is that of a pack, not of a matter
  std::string_view name;
  std::string_view facts;  // the whole body is JSON exactly where this is
};

// A body of two members, `facts` and a plain text `matter` or `pack`, in either order. Nothing
// where it is written in any other way, right or wrong.
std::optional<JudgeRequest> plain_judge_request(std::string_view body);

}  // namespace zhipi::workflow
