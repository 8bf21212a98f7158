#include "ocr/reader/ctc_moves.h"

#include <algorithm>
#include <map>
#include <utility>

namespace zhipi::ocr {
namespace {

constexpr float kStandsOut = 1e-4F;  // below this a character cannot become part of the best text
constexpr float kLeast = 1e-9F;      // nothing is impossible, or one bad frame would end a line

bool is_capital(char32_t character) {
  return character >= U'A' && character <= U'Z';
}
bool is_small(char32_t character) {
  return character >= U'a' && character <= U'z';
}
char32_t capital(char32_t small) {
  return small - U'a' + U'A';
}

// The characters whose glyphs can pass for this one. A bar is not among those of 1: it is a ruled
// edge more often than a digit.
std::u32string alike(char32_t character) {
  std::u32string others;
  if (is_capital(character)) others += character - U'A' + U'a';
  switch (character) {
    case U'0':
      return U"Oo〇○";
    case U'1':
      return U"Il";
    case U'-':
    case U'—':
      return U"-—–_一";
    case U'.':
      return U"·";
    case U'〇':
    case U'○':
      return U"〇○Oo0";
    default:
      return others;
  }
}

bool has_edge(const Automaton::State& state, char32_t character) {
  return std::any_of(state.edges.begin(), state.edges.end(),
                     [&](const auto& edge) { return edge.character == character; });
}

// The classes that count as this character where `state` is reached.
std::vector<int> classes_for(char32_t character, const Automaton::State& state,
                             const CharacterList& list) {
  std::vector<int> classes = list.classes_of(character);
  for (const char32_t other : alike(character)) {
    if (has_edge(state, other) ||
        (is_small(other) && capital(other) != character && has_edge(state, capital(other)))) {
      continue;
    }
    const std::vector<int>& more = list.classes_of(other);
    classes.insert(classes.end(), more.begin(), more.end());
  }
  return classes;
}

double sum_of(const float* row, const std::vector<int>& classes) {
  double sum = kLeast;
  for (const int one : classes) sum += row[one];
  return sum;
}

}  // namespace

FreeMoves::FreeMoves(const cv::Mat& frames, const CharacterList& list)
    : frames_(frames),
      list_(list),
      signs_(static_cast<std::size_t>(list.classes())),
      probabilities_(signs_.size()),
      shown_(signs_.size(), -1) {}

void FreeMoves::show(int frame) {
  frame_ = frame;
  row_ = frames_.ptr<float>(frame);
  moves_.clear();
  // A frame's probabilities sum to one: where the blank leaves nothing, nothing stands out.
  if (row_[0] > 1 - kStandsOut / 2) return;
  for (int i = 1; i < list_.classes(); ++i) {
    if (row_[i] < kStandsOut) continue;
    const std::vector<int>& classes = list_.classes_of(list_.written(i));
    const auto first = static_cast<std::size_t>(classes.front());
    if (shown_[first] == frame) continue;
    shown_[first] = frame;
    if (signs_[first].classes.empty()) signs_[first] = {list_.written(i), classes};
    probabilities_[first] = sum_of(row_, classes);
    moves_.push_back({classes.front(), 0});
  }
  std::sort(moves_.begin(), moves_.end(), [&](const Move& one, const Move& other) {
    return std::pair(probability(one.sign), other.sign) >
           std::pair(probability(other.sign), one.sign);
  });
}

std::span<const Move> FreeMoves::from(int) const {
  return moves_;
}

double FreeMoves::probability(int sign) const {
  const auto at = static_cast<std::size_t>(sign);
  return shown_[at] == frame_ ? probabilities_[at] : sum_of(row_, signs_[at].classes);
}

AdmittedMoves::AdmittedMoves(const cv::Mat& frames, const CharacterList& list,
                             const Automaton& automaton)
    : frames_(frames), automaton_(automaton) {
  std::map<std::pair<char32_t, std::vector<int>>, int> numbers;
  for (const Automaton::State& state : automaton.states()) {
    std::vector<Move>& moves = moves_.emplace_back();
    for (const Automaton::Edge& edge : state.edges) {
      std::vector<int> classes = classes_for(edge.character, state, list);
      if (classes.empty()) continue;
      const auto [at, fresh] =
          numbers.emplace(std::pair(edge.character, classes), static_cast<int>(signs_.size()));
      if (fresh) signs_.push_back({edge.character, std::move(classes)});
      moves.push_back({at->second, edge.to});
    }
  }
  probabilities_.resize(signs_.size());
}

void AdmittedMoves::show(int frame) {
  const float* row = frames_.ptr<float>(frame);
  for (std::size_t i = 0; i < signs_.size(); ++i) {
    probabilities_[i] = sum_of(row, signs_[i].classes);
  }
}

bool AdmittedMoves::accepts(int state) const {
  return automaton_.states()[static_cast<std::size_t>(state)].accepts;
}

}  // namespace zhipi::ocr
