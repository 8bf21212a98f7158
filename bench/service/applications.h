// Applications of invented persons, all electronic, that the shipped senior allowance approves.
#pragma once

#include <cstdint>
#include <string>

namespace zhipi::bench {

// The whole request of the n-th; everybody applies once.
std::string application_request(std::uint64_t number, const std::string& token);

}  // namespace zhipi::bench
