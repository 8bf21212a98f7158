// A message for applicants and reviewers that holds facts in braces: "未满 80
// 周岁（{id_card.birth_date}）".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::engine {

class Message {
 public:
  Message() = default;

  // Refused (bad_message) when a brace is not closed or holds nothing; `{{` and `}}` are braces.
  static Expected<Message> parse(std::string_view text);

  // The facts it names, in order: "id_card.birth_date".
  const std::vector<std::string>& facts() const { return facts_; }

  // The text with each fact replaced by what `show` says of it.
  std::string fill(const std::function<std::string(std::string_view fact)>& show) const;

  bool empty() const { return texts_.empty(); }

 private:
  std::vector<std::string> texts_;  // one more than facts_: text, fact, text, …
  std::vector<std::string> facts_;
};

}  // namespace zhipi::engine
