// From the probabilities of a CTC model to text.
//
// The model gives for every few columns of a line (a frame) a probability for each class, class 0
// being "nothing new here". A text's probability is the sum over all ways to spread it over the
// frames. The search keeps the likeliest beginnings (prefix beam search), in time linear in the
// number of frames, and follows none that cannot come to be kept: in noise thousands of characters
// stand out at once. With an automaton it only follows what that admits.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ocr/reader/automaton.h"
#include "ocr/reader/character_list.h"

namespace zhipi::ocr {

// Rows are frames from left to right, columns the classes of a list; float, each row sums to 1.
using Frames = cv::Mat;

struct Alternative {
  char32_t character = 0;
  double probability = 0;
};

// One character of a decoded text.
struct DecodedCharacter {
  char32_t character = 0;
  double probability = 0;  // in the frame where it stands out most, 0 to 1
  int first = 0;           // frames [first, last) that the likeliest spread gives it
  int last = 0;
  // What the model alone sees in that frame, likeliest first, at most five.
  std::vector<Alternative> alternatives;
};

struct Decoded {
  std::vector<DecodedCharacter> characters;
  double log_probability = 0;  // natural logarithm of the text's probability in these frames
  double share = 1;            // of all texts that were searched, how much of their probability
};

// The likeliest text of all; may be empty.
Decoded decode(const Frames& frames, const CharacterList& list);

// The likeliest text that the automaton accepts; nothing when the frames have no room for any.
//
// Where the automaton has no place for one of two characters that look alike (0 and O, 1 and I and
// l, capitals and small letters, 〇 and ○), that one counts as the other: these pairs are told
// apart by what is possible, as a person does.
std::optional<Decoded> decode(const Frames& frames, const CharacterList& list,
                              const Automaton& automaton);

}  // namespace zhipi::ocr
