// A connection to a new database with a table of things, for tests of what connections do.
#pragma once

#include <functional>

#include "store_fixture.h"

namespace zhipi::store {

class ThingsTest : public testing::Test {
 protected:
  using Open = std::function<std::unique_ptr<Connection>(const std::filesystem::path& directory)>;

  explicit ThingsTest(const Open& open) : connection_(open(directory_.path())) {
    connection_->execute("CREATE TABLE things (name TEXT UNIQUE, value BIGINT)");
  }
  void add(const std::string& name) {
    connection_->execute("INSERT INTO things (name) VALUES ($1)", {name});
  }
  std::int64_t count() {
    return connection_->query("SELECT count(*) FROM things").front().integer(0);
  }

  Directory directory_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace zhipi::store
