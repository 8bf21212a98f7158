#include "store/sqlite_connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <limits>
#include <unordered_map>

#include "store/checkpointer.h"
#include "store/sqlite_log.h"
#include "store/transaction.h"

namespace zhipi::store {
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr Dialect kDialect{"INTEGER PRIMARY KEY AUTOINCREMENT", "WITHOUT ROWID"};

StorageErrorKind kind_of(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return StorageErrorKind::unique;
    default:
      break;
  }
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StorageErrorKind::busy;
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      return StorageErrorKind::unavailable;
    default:
      return StorageErrorKind::other;
  }
}

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

struct Prepared {
  Statement statement;
  std::vector<int> places;  // of $1, $2, … among its parameters
};

// So that looking up makes no copy of the text.
struct HashText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

// A statement in use; afterwards it holds no lock and no parameter.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  sqlite3_stmt* get() const { return statement_; }

 private:
  sqlite3_stmt* statement_;
};

// The parameters must outlive the statement's run: nothing is copied.
int bind(sqlite3_stmt* statement, int index, const Parameter& value) {
  if (const auto* number = value.number()) return sqlite3_bind_int64(statement, index, *number);
  if (const auto* text = value.text()) {
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, index);
}

std::string bytes_of(sqlite3_stmt* statement, int column) {
  const void* bytes = sqlite3_column_blob(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  return bytes ? std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))
               : std::string();
}

Value column(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_NULL:
      return Null{};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, index)};
    default:  // no column of ours is a float or a blob: its reader does not find what it expects
      return bytes_of(statement, index);
  }
}

class SqliteConnection : public Connection {
 public:
  SqliteConnection(Database database, Access access)
      : database_(std::move(database)),
        begin_(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN") {}

  // From now on its log is brought in by another connection.
  void leave_log_to(Database other) {
    checkpointer_ = std::make_unique<Checkpointer>(std::move(other));
    checkpointer_->follow(database_.get());
  }

  using Connection::execute;
  using Connection::query;

  std::int64_t execute(std::string_view sql, Parameters parameters) override {
    const std::int64_t before = sqlite3_total_changes64(database_.get());
    run(sql, parameters, nullptr);
    return sqlite3_total_changes64(database_.get()) - before;
  }

  Rows query(std::string_view sql, Parameters parameters) override {
    Rows rows;
    run(sql, parameters, &rows);
    return rows;
  }

  void transact(const std::function<void()>& work) override {
    if (depth_ > 0) return in_savepoint(*this, depth_, work);
    in_transaction_of(
        *this, depth_, [&] { execute(begin_); }, work);
  }

  bool in_transaction() const override { return sqlite3_get_autocommit(database_.get()) == 0; }

  void check() override {
    const std::string found = query("PRAGMA quick_check(1)").front().text(0);
    if (found != "ok") throw StorageError(StorageErrorKind::other, found);
  }

  const Dialect& dialect() const override { return kDialect; }

 private:
  void run(std::string_view sql, Parameters parameters, Rows* rows) {
    const Prepared& known = prepared(sql);
    const Running statement(known.statement.get());
    assert(known.places.size() == parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      check(bind(statement.get(), known.places[i], parameters[i]));
    }
    int result = sqlite3_step(statement.get());
    for (; result == SQLITE_ROW; result = sqlite3_step(statement.get())) {
      if (rows) rows->emplace_back(row_of(statement.get()));
    }
    if (result != SQLITE_DONE) fail();
  }

  static Row row_of(sqlite3_stmt* statement) {
    Values values;
    const int count = sqlite3_column_count(statement);
    values.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) values.push_back(column(statement, i));
    return Row(std::move(values));
  }

  const Prepared& prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second;
    std::string text(sql);
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(database_.get(), text.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                             &statement, nullptr));
    Prepared made{Statement(statement), {}};
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
      const std::string name = "$" + std::to_string(i);
      const int place = sqlite3_bind_parameter_index(statement, name.c_str());
      assert(place != 0);
      made.places.push_back(place);
    }
    return statements_.emplace(std::move(text), std::move(made)).first->second;
  }

  void check(int result) const {
    if (result != SQLITE_OK) fail();
  }

  [[noreturn]] void fail() const {
    throw StorageError(kind_of(sqlite3_extended_errcode(database_.get())),
                       sqlite3_errmsg(database_.get()));
  }

  std::unique_ptr<Checkpointer> checkpointer_;
  Database database_;
  // All our SQL is constant: it is bounded.
  std::unordered_map<std::string, Prepared, HashText, std::equal_to<>> statements_;
  std::string begin_;
  int depth_ = 0;
};

// SQLite gives its -wal and -shm files the rights of the database: personal data is its owner's.
void create_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    throw StorageError(StorageErrorKind::unavailable, "cannot open " + file.string());
  }
  ::close(descriptor);
}

Database open_file(const std::filesystem::path& file, const char* vfs) {
  sqlite3* handle = nullptr;
  const int result =
      sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, vfs);
  Database database(handle);
  if (result != SQLITE_OK) {
    throw StorageError(kind_of(result), "cannot open " + file.string());
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  return database;
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::filesystem::path& file, Access access) {
  if (access == Access::write) create_file(file);
  auto connection = std::make_unique<SqliteConnection>(
      open_file(file, access == Access::write ? log_gathering_vfs() : nullptr), access);
  // Of a new file: a decision of the usual length lies in two pages, not in three.
  connection->execute("PRAGMA page_size = 8192");
  connection->query("PRAGMA journal_mode = WAL");
  connection->execute("PRAGMA synchronous = FULL");
  connection->execute("PRAGMA foreign_keys = ON");
  // Most of what is written is new: the page that was used last is at hand soonest for the next.
  connection->execute("PRAGMA cache_size = -16384");
  connection->execute("PRAGMA journal_size_limit = 67108864");
  if (access == Access::read) connection->execute("PRAGMA query_only = ON");
  if (access == Access::write) connection->leave_log_to(open_file(file, nullptr));
  return connection;
}

}  // namespace zhipi::store
