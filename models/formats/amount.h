// Amounts of money: figures as written, and amounts in words by 支付结算办法, annex 1. Inside zhipi
// an amount is a whole number of 分 (fen).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhipi::formats {

// Figures in 元 unless a unit says otherwise: ¥1,409.50, １００元, 人民币 3.5 万元, 2亿元, 100元整,
// 5角, -12.00. Commas must group by three. Nothing when it is no amount, has a part below one 分,
// or does not fit.
std::optional<std::int64_t> parse_amount_figures(std::string_view text);

// Words, formal or plain, simplified or traditional: 人民币壹仟肆佰零玖元伍角, 貳陸億萬圓 by their
// characters. A 零 that the rule demands must be there; one it leaves free may be. 整 may be
// missing.
std::optional<std::int64_t> parse_amount_words(std::string_view text);

// Either of both.
std::optional<std::int64_t> parse_amount(std::string_view text);

// 140950 is 壹仟肆佰零玖元伍角; whole 元 and 角 as the rule has them: 整 after 元, none after 分,
// none after 角. 负 before a negative amount. Nothing from 10^16 元 on, for which no form is
// settled.
std::optional<std::string> amount_in_words(std::int64_t fen);

// 140950 is "1409.50".
std::string yuan_text(std::int64_t fen);

}  // namespace zhipi::formats
