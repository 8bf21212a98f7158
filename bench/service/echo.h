// Two servers that answer a body with itself: ours, and Pistache as it comes. What else zhipi does
// is measured against the first, the first against the second.
#pragma once

namespace zhipi::bench {

// Each prints "port N" and serves until its standard input ends. The process's exit status.
int serve_our_echo();
int serve_pistache_echo();

}  // namespace zhipi::bench
