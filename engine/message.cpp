#include "engine/message.h"

namespace zhipi::engine {

Expected<Message> Message::parse(std::string_view text) {
  Message message;
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char here = text[at];
    const bool doubled = at + 1 < text.size() && text[at + 1] == here;
    if ((here == '{' || here == '}') && doubled) {
      plain += here;
      ++at;
    } else if (here == '{') {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos || end == at + 1) {
        return problem("bad_message",
                       "a message holds a fact as {form.full_name}; write {{ for a brace itself: " +
                           std::string(text));
      }
      message.texts_.push_back(std::move(plain));
      plain.clear();
      message.facts_.emplace_back(text.substr(at + 1, end - at - 1));
      at = end;
    } else if (here == '}') {
      return problem("bad_message",
                     "a } without its {; write }} for a brace itself: " + std::string(text));
    } else {
      plain += here;
    }
  }
  message.texts_.push_back(std::move(plain));
  return message;
}

std::string Message::fill(const std::function<std::string(std::string_view)>& show) const {
  std::string filled;
  for (std::size_t part = 0; part < texts_.size(); ++part) {
    filled += texts_[part];
    if (part < facts_.size()) filled += show(facts_[part]);
  }
  return filled;
}

}  // namespace zhipi::engine
