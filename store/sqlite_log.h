// How SQLite's write-ahead log is written: a commit in a few pieces, not with two calls for each of
// its pages.
#pragma once

namespace zhipi::store {

// The name of a VFS for sqlite3_open_v2: the system's own, but that what is written to a
// write-ahead log in a row is gathered in memory until the log is synced, read or measured, or
// 128 KB are there. Good with synchronous=FULL alone: there SQLite syncs the log before it tells
// any other connection of a commit, so that nobody looks for bytes that are not in the file. A
// write that fails is told by the call that had to make it, the sync as a rule. Null where SQLite
// cannot register it. Any thread.
const char* log_gathering_vfs();

}  // namespace zhipi::store
