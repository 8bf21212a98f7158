// The words that reports for people use, and columns that stay straight between Chinese and
// English.
#pragma once

#include <string>
#include <string_view>

#include "models/decision.h"

namespace zhipi::engine {

std::string_view in_chinese(Outcome outcome);
std::string_view in_chinese(Result result);

// "不予 deny": Chinese first, then the word that rules and JSON use. A text that is no word of the
// kind stays as it is.
std::string outcome_words(std::string_view outcome);
std::string result_words(std::string_view result);

// How many columns of a terminal the text takes: a Chinese character takes two.
std::size_t display_width(std::string_view text);

// The text with spaces after it up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

}  // namespace zhipi::engine
