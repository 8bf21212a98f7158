// Follows the values through a pack's Lua without running it: which facts are read where, and what
// cannot be right in any case, in every branch.
//
// Locals, parameters and helper functions of the file are followed; what cannot be known is unknown
// and never a problem.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/authoring/findings.h"
#include "engine/authoring/kind.h"
#include "engine/authoring/library_kinds.h"
#include "engine/authoring/table_text.h"

namespace zhipi::engine {

// What the rules of a pack use.
struct Uses {
  struct Read {
    std::string fact;  // "form.fee"; "id_card" where it was only asked for
    std::string place;
    std::string rule;             // "criterion \"age\"", "`required`"
    bool of_requirement = false;  // read to tell whether something is required
  };
  struct Question {
    std::set<std::string> columns;  // that were asked with row { … }
    std::string place;
  };
  struct Declared {
    std::string id;
    std::string place;
    bool has_basis = false;
    bool has_otherwise = false;
  };
  struct TableUse {
    std::vector<Question> questions;
    std::set<std::string> answers;  // columns that were read
    bool whole = false;             // a row went where it cannot be followed
  };
  std::vector<Read> reads;
  std::set<std::string> whole_sections;                // read by computed names
  std::map<std::string, TableUse> tables;              // by file
  std::map<std::string, std::string> criteria_tables;  // file -> place
  std::map<std::string, Declared> declared;            // by word and id: "criterion age"
  bool computed_tables = false;                        // a table is opened by a computed name
};

// How far values are followed; beyond it they are unknown. Drafts come from the network.
inline constexpr int kFollowedDepth = 400;
inline constexpr std::int64_t kFollowedSteps = 2'000'000;

class Analysis {
 public:
  // `words` is null where nothing is known of the matter: then no name of a fact is refused.
  Analysis(const Vocabulary* words, Tables& tables, Uses& uses, Findings& findings)
      : words_(words), tables_(tables), uses_(uses), findings_(findings) {}

  // One file of the pack; what `file` calls it stands in places.
  void follow(const Node& root, const std::string& file);

 private:
  struct Returned {
    Kind kind;
    std::string place;
  };
  struct Call;

  // Statements (analysis_statements.cpp).
  Scope& inside(Scope& outer);
  void statements(const Node& block, Scope& scope);
  void statement(const Node& node, Scope& scope);
  void declare_locals(const Node& names, const Node& values, Scope& scope);
  void assign(const Node& node, Scope& scope);
  void loop_over(const Node& node, Scope& scope);
  void check_condition(const Kind& kind, const Node& node);
  Kind item_of(const Kind& many) const;
  std::vector<Kind> values_of(const Node& values, std::size_t wanted, Scope& scope);

  // Functions.
  Kind call_function(const Kind& function, const std::vector<Kind>& given);
  Kind run_function(const Kind& function, const std::vector<Kind>& given);
  std::vector<Returned> run_body(const Kind& function, const std::vector<Kind>& given);
  void follow_uncalled();

  // Expressions (analysis_expressions.cpp).
  Kind value(const Node& node, Scope& scope);
  Kind value_of(const Node& node, Scope& scope);
  Kind name(const Node& node, Scope& scope);
  Kind index(const Node& node, Scope& scope);
  Kind member(const Kind& object, const Kind& key, const Node& at);
  Kind member_of_app(const std::string& key, const Node& at);
  Kind member_of_section(const Kind& section, const Kind& key, const Node& at);
  Kind member_of_list(const Kind& list, const Kind& key, const Node& at);
  Kind member_of_row(const Kind& row, const std::string& key, const Node& at);
  Kind member_of_part(const Kind& part, const std::string& key, const Node& at);
  Kind member_of_answer(const Kind& row, const Kind& key, const Node& at);
  Kind member_of_library(const std::string& library, const std::string& key, const Node& at);
  Kind table(const Node& node, Scope& scope);
  void lose_sight(const Kind& kind);

  // Operators (analysis_operators.cpp).
  Kind operation(const Node& node, Scope& scope);
  Kind choose(const Node& node, Scope& scope);
  Kind compare(const Node& node, const Kind& left, const Kind& right);
  void check_option(const Kind& choice, const Kind& literal, const Node& at);
  void check_fraction_of_money(const Kind& left, const Kind& right, const Node& at);
  Kind calculate(const Node& node, const Kind& left, const Kind& right);
  void check_money(const Node& node, const Kind& left, const Kind& right);

  // Calls (analysis_calls.cpp).
  Kind call(const Node& node, Scope& scope);
  Kind call_method(const Node& node, Scope& scope);
  Kind call_library(const Call& call);
  Kind call_word(const Call& call, const Signature& signature);
  void check_arguments(const Call& call, const Signature& signature);
  Kind ask(const Call& call);
  Kind ask_row(const Kind& table, const Node& node, Scope& scope);
  Kind open_table(const Call& call);
  Kind make_date(const Call& call);
  Kind add_up(const Call& call);
  void follow_functions(const Call& call, const Signature& signature);
  void check_one_of(const Call& call);
  void declare(const Kind& declaration, const Node& table, const Node& at, Scope& scope);
  void check_returns(const std::string& key, const std::vector<Returned>& returned,
                     const Kind& promised, const Node& at);

  void undeclared(const std::string& owner, const std::string& name,
                  const std::vector<std::string>& known, const Node& at);
  void read(const std::string& fact, const Node& at);
  void error(std::string code, std::string message, const Node& at);
  void warn(std::string code, std::string message, const Node& at);

  const Vocabulary* words_;
  Tables& tables_;
  Uses& uses_;
  Findings& findings_;
  std::string file_;
  std::string rule_;  // whose function is followed
  bool of_requirement_ = false;
  int rounding_ = 0;  // inside math.floor( … )
  int depth_ = 0;
  std::int64_t steps_ = 0;
  std::vector<Returned>* returned_ = nullptr;  // of the function that is followed
  std::deque<Scope> scopes_;
  std::map<std::string, Kind> results_;  // of calls, by function and arguments
  std::set<const Node*> followed_;       // functions
  std::vector<Kind> functions_;          // all that were met
};

}  // namespace zhipi::engine
