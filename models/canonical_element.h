// Canonical JSON (RFC 8785) from what simdjson has parsed, for those who parse with it and want the
// bytes as well.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/canonical_writer.h"

namespace zhipi {

// Writes one element after another; what it needs for one serves the next.
class CanonicalElements {
 public:
  // Whether an object among those written named a member twice. Such bytes are of no use: whoever
  // asked for them must refuse it. begin() forgets it.
  bool found_twins() const { return twins_; }

  // Drops what was written; `bytes` is about how much will be.
  void begin(std::size_t bytes);
  void write(simdjson::dom::element value);

  // What was written since begin(); it stands until the next writing.
  std::string_view written() const { return writer_.written(); }

  // Calls `take` with each member, in the order of a canonical object.
  template <class Take>
  void each_member(simdjson::dom::object members, Take take) {
    const std::size_t base = members_.size();
    open(members);
    for (std::size_t at = base; at < base + members.size(); ++at) {
      const Member member = members_[at];  // writing it moves the others
      take(member.name, member.value);
    }
    members_.resize(base);
  }

 private:
  struct Member {
    std::string_view name;
    std::uint64_t begin = 0;  // of the name, as a number that sorts like it; 0 where it might not
    simdjson::dom::element value;
  };
  static bool stands_before(const Member& left, const Member& right);

  void open(simdjson::dom::object members);
  void array(simdjson::dom::array values);
  void object(simdjson::dom::object members);

  CanonicalWriter writer_;
  std::vector<Member> members_;  // of all open objects, the innermost last
  bool twins_ = false;
};

}  // namespace zhipi
