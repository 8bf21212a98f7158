// A connection to the database, as small as our SQL needs it, so that every statement is written
// once and runs on SQLite (sqlite_connection.h) and on PostgreSQL (postgres_connection.h).
//
// Parameters are $1, $2, … in both. SQL that differs between the two is a token of Dialect. A
// connection is used by one thread at a time. Failures are thrown as StorageError: inside store/
// only Store can act on them, and turns them into a Problem (refusal.h).
#pragma once

#include <cassert>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace zhipi::store {

enum class StorageErrorKind {
  busy,           // locked by another process for longer than we wait
  serialization,  // the transaction lost against another one: the whole of it may be tried again
  unique,         // a row or a table of this name is already there
  unavailable,    // disk full, read-only, input/output error, no server: nothing was written
  other,          // a damaged file, a broken reference, a mistake in our SQL
};

class StorageError : public std::runtime_error {
 public:
  StorageError(StorageErrorKind kind, const std::string& message)
      : std::runtime_error(message), kind_(kind) {}
  StorageErrorKind kind() const { return kind_; }

 private:
  StorageErrorKind kind_;
};

using Null = std::monostate;
using Value = std::variant<Null, std::int64_t, std::string>;
using Values = std::vector<Value>;

// What stands for $1, $2, …: a text is looked at where it is, and must outlive the call.
class Parameter {
 public:
  Parameter(std::int64_t number) : value_(number) {}
  Parameter(const Value& value);
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> Parameter(const Text& text)
      : value_(std::string_view(text)) {
    assert(std::get<std::string_view>(value_).data() != nullptr);  // which would be NULL
  }

  const std::int64_t* number() const { return std::get_if<std::int64_t>(&value_); }
  const std::string_view* text() const { return std::get_if<std::string_view>(&value_); }

 private:
  std::variant<Null, std::int64_t, std::string_view> value_;
};
using Parameters = std::span<const Parameter>;

inline Parameter::Parameter(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) value_ = *number;
  if (const auto* text = std::get_if<std::string>(&value)) value_ = std::string_view(*text);
}

// A present value, or NULL.
template <class T>
Value or_null(const std::optional<T>& value) {
  return value ? Value(*value) : Value(Null{});
}

// One row of a result. Asking for a column as what it is not is a mistake in our SQL and asserts.
class Row {
 public:
  explicit Row(Values values) : values_(std::move(values)) {}

  std::size_t size() const { return values_.size(); }
  bool is_null(std::size_t column) const { return std::holds_alternative<Null>(at(column)); }
  const std::string& text(std::size_t column) const { return get<std::string>(column); }
  std::int64_t integer(std::size_t column) const { return get<std::int64_t>(column); }
  std::optional<std::string> optional_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
  }

 private:
  const Value& at(std::size_t column) const {
    assert(column < values_.size());
    return values_[column];
  }
  template <class T>
  const T& get(std::size_t column) const {
    const T* value = std::get_if<T>(&at(column));
    // A changed file, too, can hold a text where a number belongs.
    if (!value) throw StorageError(StorageErrorKind::other, "a column is not of its kind");
    return *value;
  }

  Values values_;
};

using Rows = std::vector<Row>;

// The few words in which the databases differ.
struct Dialect {
  std::string_view identity;  // a column that numbers its rows from 1 upwards
  std::string_view keyed;     // after a table: its rows lie in the order of its primary key
};

enum class Access {
  write,  // a transaction waits at its beginning for its turn to write, and ends it by its end
  read,   // refuses to change anything; a transaction sees one snapshot
};

class Connection {
 public:
  virtual ~Connection() = default;

  // Runs one statement; the number of rows it changed.
  std::int64_t execute(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
    return execute(sql, Parameters(parameters));
  }
  std::int64_t execute(std::string_view sql, const Values& parameters) {
    return execute(sql, std::vector<Parameter>(parameters.begin(), parameters.end()));
  }
  virtual std::int64_t execute(std::string_view sql, Parameters parameters) = 0;

  // Runs one statement and returns all its rows; also for … RETURNING.
  Rows query(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
    return query(sql, Parameters(parameters));
  }
  Rows query(std::string_view sql, const Values& parameters) {
    return query(sql, std::vector<Parameter>(parameters.begin(), parameters.end()));
  }
  virtual Rows query(std::string_view sql, Parameters parameters) = 0;

  // Runs `work` so that all of it happens or nothing. Nested, it is a savepoint: an inner one that
  // throws is undone alone. What `work` throws is thrown on after the rollback. When the outermost
  // returns, the changes are durable. An `unavailable` from the commit itself may still have
  // committed: whoever repeats must do so by key.
  //
  // With Access::write the outermost one is alone: no other transaction that writes, of any
  // process, runs beside it. So numbers that rows are given follow the order of the commits, and
  // what was looked up is still so when something is written because of it.
  virtual void transact(const std::function<void()>& work) = 0;

  // False once an error has ended the transaction from within, as a full disk or a lost server can.
  virtual bool in_transaction() const = 0;

  // Throws when the database finds its own pages or tables damaged, as far as it can tell quickly.
  virtual void check() = 0;

  virtual const Dialect& dialect() const = 0;
};

}  // namespace zhipi::store
