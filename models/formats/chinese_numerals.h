// Numbers in Chinese characters, plain (一二三), formal (壹贰叁) or traditional (貳參).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace zhipi::formats {

// 0 to 9 of 〇一二…九, 零壹贰…玖 and their variants (○, 两, 貳, 弐 …); nothing for others.
std::optional<int> chinese_digit(char32_t c);

// 10, 100 or 1000 of 十 百 千, 拾 佰 仟; nothing for others.
std::optional<int> chinese_unit(char32_t c);

// A number with units, 0 to below 10^16: 一百二十, 壹万零伍佰, 叁亿, 十五. A place that is skipped
// must be filled by one 零, as the rules for writing amounts demand: 壹仟伍 could be 1500 or 1005
// and is refused. A 零 too many is let pass.
std::optional<std::int64_t> parse_chinese_number(std::u32string_view text);

// Digits one by one: 二〇二三 is 2023. Nothing for the empty text or more than 15 digits.
std::optional<std::int64_t> parse_chinese_digits(std::u32string_view text);

}  // namespace zhipi::formats
