// A decision table as `zhipi check` reads it: columns and rows with their lines.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/authoring/kind.h"
#include "engine/decision_table.h"
#include "engine/pack_files.h"

namespace zhipi::engine {

struct TableText {
  enum class Role { equal, minimum, maximum, effective_from };
  struct Column {
    std::string name;  // without .min and .max
    Role role = Role::equal;
    std::string kind;  // as the header says; empty if it says none
    Kind gives;        // what a criterion gets: by its header, or as its cells look
  };
  struct Row {
    int line = 0;
    std::vector<Cell> cells;
  };
  std::string file;
  std::vector<Column> columns;
  std::vector<Row> rows;

  std::vector<std::string> names() const;  // without effective_from, each once
  const Column* find(std::string_view name) const;
};

// Every problem of the file at once, as DecisionTable finds them.
Expected<TableText, Problems> read_table_text(std::string_view text, const std::string& file);

// A table of more columns is refused.
inline constexpr std::size_t kTableColumns = 200;

// The decision tables of a pack, each read once.
class Tables {
 public:
  explicit Tables(const PackFiles& files) : files_(files) {}

  // Null if the pack has no such file, or if it is no table.
  const TableText* find(const std::string& file);

  bool has(const std::string& file) const { return files_.files.contains(file); }
  std::vector<std::string> files() const;                 // all .csv files of the pack
  const Problems& problems() const { return problems_; }  // of the tables that were asked for

 private:
  const PackFiles& files_;
  std::map<std::string, std::optional<TableText>> read_;
  Problems problems_;
};

}  // namespace zhipi::engine
