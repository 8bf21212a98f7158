// What may follow a beginning of text, and how probable it is: what the search in ctc.h asks of
// the list alone, or of the list and an automaton.
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "ocr/reader/automaton.h"
#include "ocr/reader/character_list.h"

namespace zhipi::ocr {

// A character with the classes that count as it. Numbered, so that a search can remember which one
// it took.
struct Sign {
  char32_t character = 0;
  std::vector<int> classes;
};

struct Move {
  int sign = 0;
  int to = 0;  // state of the automaton
};

// The characters of the list that stand out in a frame, one state that accepts.
class FreeMoves {
 public:
  static constexpr std::size_t kWidth = 32;  // beginnings worth keeping for a state
  static constexpr bool kOneState = true;
  static constexpr bool kLikeliestFirst = true;  // the moves of from()

  FreeMoves(const cv::Mat& frames, const CharacterList& list);

  void show(int frame);  // what follows is asked of this frame
  std::span<const Move> from(int state) const;
  double probability(int sign) const;
  const Sign& sign(int number) const { return signs_[static_cast<std::size_t>(number)]; }
  bool accepts(int state) const { return state == 0; }

 private:
  const cv::Mat& frames_;
  const CharacterList& list_;
  std::vector<Sign> signs_;  // by class; only the first class of a character has one
  std::vector<Move> moves_;
  std::vector<double> probabilities_;  // by sign, of those that `shown_` has for this frame
  std::vector<int> shown_;             // by sign: the last frame in which it stood out
  int frame_ = -1;
  const float* row_ = nullptr;
};

// The moves of an automaton whose characters the list has.
class AdmittedMoves {
 public:
  static constexpr std::size_t kWidth = 6;
  static constexpr bool kOneState = false;
  static constexpr bool kLikeliestFirst = false;

  AdmittedMoves(const cv::Mat& frames, const CharacterList& list, const Automaton& automaton);

  void show(int frame);
  std::span<const Move> from(int state) const { return moves_[static_cast<std::size_t>(state)]; }
  double probability(int sign) const { return probabilities_[static_cast<std::size_t>(sign)]; }
  const Sign& sign(int number) const { return signs_[static_cast<std::size_t>(number)]; }
  bool accepts(int state) const;

 private:
  const cv::Mat& frames_;
  const Automaton& automaton_;
  std::vector<Sign> signs_;
  std::vector<std::vector<Move>> moves_;  // by state
  std::vector<double> probabilities_;     // by sign, in the frame shown
};

}  // namespace zhipi::ocr
