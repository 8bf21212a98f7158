#include "ocr/reader/ctc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include "ocr/reader/ctc_moves.h"

namespace zhipi::ocr {
namespace {

constexpr std::size_t kAtOnce = 200;  // beginnings kept
constexpr double kHopeless = 1e-10;   // of the best beginning: dropped
constexpr float kLeastBlank = 1e-9F;
constexpr std::size_t kAlternatives = 5;

// How probable a beginning is: with its last frame blank, or not.
struct Mass {
  double blank = 0;
  double open = 0;
  double both() const { return blank + open; }
};

// Texts as a tree: each node is one character behind its parent's text.
struct Node {
  int parent = -1;
  int sign = -1;
  int state = 0;
  int first_child = -1;
  int sibling = -1;
  int kept = -1;  // the frame that `mass` was kept for, divided by the best
  Mass mass;
  int frame = -1;  // that `next` belongs to
  Mass next;
};

template <class Moves>
class Search {
 public:
  Search(Moves& moves, const Frames& frames) : moves_(moves), frames_(frames) {
    nodes_.emplace_back();
    beam_ = {{0, {1, 0}}};
  }

  // Every ending that is accepted; the scale of their masses as a logarithm.
  std::vector<std::pair<int, double>> run(double& log_scale) {
    for (int frame = 0; frame < frames_.rows; ++frame) {
      moves_.show(frame);
      step(frame, std::max(frames_.at<float>(frame, 0), kLeastBlank));
      log_scale += prune();
    }
    std::vector<std::pair<int, double>> endings;
    for (const auto& [node, mass] : beam_) {
      if (moves_.accepts(at(node).state)) endings.emplace_back(node, mass.both());
    }
    return endings;
  }

  // The signs of a text, from its first.
  std::vector<int> signs_of(int node) const {
    std::vector<int> signs;
    for (; node > 0; node = at(node).parent) signs.push_back(at(node).sign);
    std::reverse(signs.begin(), signs.end());
    return signs;
  }

 private:
  const Node& at(int node) const { return nodes_[static_cast<std::size_t>(node)]; }
  Node& at(int node) { return nodes_[static_cast<std::size_t>(node)]; }

  char32_t last_character(int node) const {
    return node == 0 ? 0 : moves_.sign(at(node).sign).character;
  }

  int child(int parent, const Move& move) {
    const char32_t character = moves_.sign(move.sign).character;
    for (int child = at(parent).first_child; child != -1; child = at(child).sibling) {
      if (last_character(child) == character) return child;
    }
    const int fresh = static_cast<int>(nodes_.size());
    nodes_.push_back({parent, move.sign, move.to, -1, at(parent).first_child, -1, {}});
    at(parent).first_child = fresh;
    return fresh;
  }

  Mass& next(int node, int frame) {
    Node& one = at(node);
    if (one.frame != frame) {
      one.frame = frame;
      one.next = {};
      reached_.push_back(node);
    }
    return one.next;
  }

  void step(int frame, double blank) {
    reached_.clear();
    for (const auto& [node, mass] : beam_) {
      at(node).kept = frame;
      at(node).mass = mass;
    }
    double best = 0;
    double weakest = std::numeric_limits<double>::infinity();
    for (const auto& [node, mass] : beam_) {
      Mass& stays = next(node, frame);
      stays.blank += mass.both() * blank;
      if (node != 0) stays.open += open_of(node, frame);
      best = std::max(best, stays.both());
      weakest = std::min(weakest, stays.both());
    }
    double least = best * kHopeless;
    // A text that was not kept comes from one beginning alone: below all that fill the beam it
    // cannot be kept now.
    if (Moves::kOneState && beam_.size() == Moves::kWidth) least = std::max(least, weakest);
    for (const auto& [node, mass] : beam_) extend(node, mass, frame, least);
  }

  // What a text that was kept gets from its last character, gone on with or come now.
  double open_of(int node, int frame) const {
    const Node& one = at(node);
    const double lasting = one.mass.open;
    const double fresh = at(one.parent).kept == frame ? before(one.parent, one.sign) : 0;
    return (lasting + fresh) * moves_.probability(one.sign);
  }

  // The part of a beginning's mass that a character may follow: the same one again needs a blank
  // between.
  double before(int node, int sign) const {
    const bool again = moves_.sign(sign).character == last_character(node);
    return again ? at(node).mass.blank : at(node).mass.both();
  }

  void extend(int node, const Mass& mass, int frame, double least) {
    for (const Move& move : moves_.from(at(node).state)) {
      const double probability = moves_.probability(move.sign);
      if (mass.both() * probability < least) {
        if (Moves::kLikeliestFirst) return;
        continue;
      }
      const double from = before(node, move.sign);
      if (from <= 0) continue;
      const int longer = child(node, move);
      if (at(longer).kept != frame) next(longer, frame).open += from * probability;
    }
  }

  // Keeps the best of each state and brings the best of all to 1; gives the logarithm of what they
  // were divided by.
  double prune() {
    double best = 0;
    for (const int node : reached_) best = std::max(best, at(node).next.both());
    beam_.clear();
    for (const int node : reached_) {
      const Mass& mass = at(node).next;
      if (mass.both() >= best * kHopeless)
        beam_.push_back({node, {mass.blank / best, mass.open / best}});
    }
    std::sort(beam_.begin(), beam_.end(), [](const auto& one, const auto& other) {
      return std::pair(one.second.both(), other.first) > std::pair(other.second.both(), one.first);
    });
    std::unordered_map<int, std::size_t> kept;
    std::erase_if(beam_,
                  [&](const auto& entry) { return ++kept[at(entry.first).state] > Moves::kWidth; });
    if (beam_.size() > kAtOnce) beam_.resize(kAtOnce);
    return std::log(best);
  }

  Moves& moves_;
  const Frames& frames_;
  std::vector<Node> nodes_;
  std::vector<int> reached_;  // in the frame under way
  std::vector<std::pair<int, Mass>> beam_;
};

// The likeliest spread of a text over the frames: for each character its frames.
//
// States are blank, first character, blank, second character, …, blank.
class Spread {
 public:
  Spread(const Frames& frames, std::vector<const Sign*> signs)
      : frames_(frames), signs_(std::move(signs)) {}

  std::vector<std::pair<int, int>> spans() {
    const int states = 2 * static_cast<int>(signs_.size()) + 1;
    cv::Mat score(frames_.rows, states, CV_64F, cv::Scalar(kNever));
    cv::Mat came(frames_.rows, states, CV_32S, cv::Scalar(0));
    for (int t = 0; t < frames_.rows; ++t) fill(score, came, t);
    int state = states - 1;
    const int end = frames_.rows - 1;
    if (states > 1 && score.at<double>(end, state - 1) > score.at<double>(end, state)) --state;
    std::vector<std::pair<int, int>> spans(signs_.size(), {0, 0});
    for (int t = end; t >= 0; --t) {
      if (state % 2 == 1) {
        auto& [first, last] = spans[static_cast<std::size_t>(state / 2)];
        first = t;
        if (last == 0) last = t + 1;
      }
      state = came.at<int>(t, state);
    }
    return spans;
  }

  double probability(int frame, std::size_t sign) const {
    double sum = 1e-9;
    for (const int one : signs_[sign]->classes) sum += frames_.at<float>(frame, one);
    return std::min(sum, 1.0);
  }

 private:
  static constexpr double kNever = -1e30;

  void fill(cv::Mat& score, cv::Mat& came, int t) const {
    const double blank = std::log(std::max(frames_.at<float>(t, 0), kLeastBlank));
    for (int state = 0; state < score.cols; ++state) {
      const auto sign = static_cast<std::size_t>(state / 2);
      const bool is_sign = state % 2 == 1;
      const double here = is_sign ? std::log(probability(t, sign)) : blank;
      if (t == 0) {
        if (state < 2) score.at<double>(t, state) = here;
        continue;
      }
      const bool skips =
          is_sign && state > 1 && signs_[sign]->character != signs_[sign - 1]->character;
      int best = state;
      for (int from = state - 1; from >= std::max(0, state - (skips ? 2 : 1)); --from) {
        if (score.at<double>(t - 1, from) > score.at<double>(t - 1, best)) best = from;
      }
      score.at<double>(t, state) = score.at<double>(t - 1, best) + here;
      came.at<int>(t, state) = best;
    }
  }

  const Frames& frames_;
  std::vector<const Sign*> signs_;
};

std::vector<Alternative> alternatives_at(const float* row, const CharacterList& list) {
  std::map<char32_t, double> seen;
  for (int i = 1; i < list.classes(); ++i) {
    if (row[i] > 1e-6F) seen[list.written(i)] += row[i];
  }
  std::vector<Alternative> all;
  for (const auto& [character, probability] : seen) all.push_back({character, probability});
  std::stable_sort(all.begin(), all.end(), [](const Alternative& one, const Alternative& other) {
    return one.probability > other.probability;
  });
  if (all.size() > kAlternatives) all.resize(kAlternatives);
  return all;
}

template <class Moves>
std::optional<Decoded> search(Moves moves, const Frames& frames, const CharacterList& list) {
  Search<Moves> search(moves, frames);
  Decoded decoded;
  const auto endings = search.run(decoded.log_probability);
  if (endings.empty()) return std::nullopt;
  double all = 0;
  for (const auto& ending : endings) all += ending.second;
  const auto& best = *std::max_element(
      endings.begin(), endings.end(),
      [](const auto& one, const auto& other) { return one.second < other.second; });
  decoded.log_probability += std::log(best.second);
  decoded.share = best.second / all;
  std::vector<const Sign*> signs;
  for (const int sign : search.signs_of(best.first)) signs.push_back(&moves.sign(sign));
  Spread spread(frames, signs);
  const std::vector<std::pair<int, int>> spans = spread.spans();
  for (std::size_t i = 0; i < signs.size(); ++i) {
    DecodedCharacter one{signs[i]->character, 0, spans[i].first, spans[i].second, {}};
    int peak = one.first;
    for (int t = one.first; t < one.last; ++t) {
      if (spread.probability(t, i) > spread.probability(peak, i)) peak = t;
    }
    one.probability = spread.probability(peak, i);
    one.alternatives = alternatives_at(frames.ptr<float>(peak), list);
    decoded.characters.push_back(std::move(one));
  }
  return decoded;
}

}  // namespace

Decoded decode(const Frames& frames, const CharacterList& list) {
  return search(FreeMoves(frames, list), frames, list).value_or(Decoded{});
}

std::optional<Decoded> decode(const Frames& frames, const CharacterList& list,
                              const Automaton& automaton) {
  return search(AdmittedMoves(frames, list, automaton), frames, list);
}

}  // namespace zhipi::ocr
