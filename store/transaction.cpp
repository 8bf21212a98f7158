#include "store/transaction.h"

namespace zhipi::store {
namespace {

struct End {
  std::string commit;
  std::vector<std::string> undo;
};

void bracket(Connection& connection, int& depth, const std::function<void()>& begin, const End& end,
             const std::function<void()>& work) {
  begin();
  ++depth;
  try {
    work();
    connection.execute(end.commit);
    --depth;
  } catch (...) {
    --depth;
    if (connection.in_transaction()) {
      for (const std::string& statement : end.undo) connection.execute(statement);
    }
    throw;
  }
}

}  // namespace

void in_transaction_of(Connection& connection, int& depth, const std::function<void()>& begin,
                       const std::function<void()>& work) {
  bracket(connection, depth, begin, {"COMMIT", {"ROLLBACK"}}, work);
}

void in_savepoint(Connection& connection, int& depth, const std::function<void()>& work) {
  const std::string name = "level_" + std::to_string(depth);
  bracket(
      connection, depth, [&] { connection.execute("SAVEPOINT " + name); },
      {"RELEASE SAVEPOINT " + name, {"ROLLBACK TO SAVEPOINT " + name, "RELEASE SAVEPOINT " + name}},
      work);
}

}  // namespace zhipi::store
