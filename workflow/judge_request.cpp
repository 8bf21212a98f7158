#include "workflow/judge_request.h"

#include <algorithm>
#include <utility>

namespace zhipi::workflow {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Needs no escape in JSON, and is ASCII.
bool is_plain(char c) {
  return c > 0x20 && c < 0x7F && c != '"' && c != '\\';
}

// Takes the body away from both ends; what cannot be taken makes it no plain one.
class Body {
 public:
  explicit Body(std::string_view left) : left_(left) {}

  bool is_plain_so_far() const { return plain_; }
  std::string_view rest() const { return left_; }

  void take_front(std::string_view token) {
    left_.remove_prefix(std::min(left_.find_first_not_of(kBlanks), left_.size()));
    plain_ = plain_ && left_.starts_with(token);
    if (plain_) left_.remove_prefix(token.size());
  }

  void take_back(std::string_view token) {
    left_.remove_suffix(left_.size() - (left_.find_last_not_of(kBlanks) + 1));
    plain_ = plain_ && left_.ends_with(token);
    if (plain_) left_.remove_suffix(token.size());
  }

  // Whether `token` came next; otherwise nothing was taken but blanks.
  bool takes_front(std::string_view token) { return takes(token, &Body::take_front); }
  bool takes_back(std::string_view token) { return takes(token, &Body::take_back); }

  std::string_view take_front_text() {
    take_front("\"");
    const std::size_t end = std::min(left_.find('"'), left_.size());
    const std::string_view text = plain_text(left_.substr(0, end));
    left_.remove_prefix(end);
    take_front("\"");
    return text;
  }

  std::string_view take_back_text() {
    take_back("\"");
    const std::size_t begin = left_.rfind('"') + 1;  // 0 where there is none
    const std::string_view text = plain_text(left_.substr(begin));
    left_.remove_suffix(left_.size() - begin);
    take_back("\"");
    return text;
  }

 private:
  bool takes(std::string_view token, void (Body::*take)(std::string_view)) {
    if (!plain_) return false;
    (this->*take)(token);
    return std::exchange(plain_, true);
  }

  std::string_view plain_text(std::string_view text) {
    plain_ = plain_ && std::all_of(text.begin(), text.end(), is_plain);
    return text;
  }

  std::string_view left_;
  bool plain_ = true;
};

}  // namespace

std::optional<JudgeRequest> plain_judge_request(std::string_view text) {
  Body body(text);
  body.take_front("{");
  body.take_back("}");
  JudgeRequest request;
  if (body.takes_front("\"facts\"")) {
    body.take_front(":");
    request.name = body.take_back_text();
    body.take_back(":");
    request.by_digest = body.takes_back("\"pack\"");
    if (!request.by_digest) body.take_back("\"matter\"");
    body.take_back(",");
  } else {
    request.by_digest = body.takes_front("\"pack\"");
    if (!request.by_digest) body.take_front("\"matter\"");
    body.take_front(":");
    request.name = body.take_front_text();
    body.take_front(",");
    body.take_front("\"facts\"");
    body.take_front(":");
  }
  request.facts = body.rest();
  if (!body.is_plain_so_far()) return std::nullopt;
  return request;
}

}  // namespace zhipi::workflow
