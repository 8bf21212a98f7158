"""The texts that are drawn: right where a document's would be right."""
import datetime
import os
import random
import unittest

import characters
import texts

LISTED = characters.read_list(os.path.join(os.environ["ZHIPI_MODEL"], "reader.txt"))
WORDS = [("审批", 30), ("申请", 20), ("材料", 10), ("今天", 1)]


def writer(seed):
    return texts.Writer(random.Random(seed), LISTED[:8105], WORDS)


class Texts(unittest.TestCase):
    def test_every_kind_is_written_in_characters_that_can_be_told(self):
        for seed in range(40):
            for kind in {*texts.TRAINING_SHARES, *texts.HELD_OUT_KINDS, "rare_name"}:
                text = getattr(writer(seed), kind)()
                unknown = {c for c in text if c != " " and characters.told_as(c) not in LISTED}
                self.assertEqual(set(), unknown, (seed, kind, text))
                self.assertTrue(text.strip(), (seed, kind))

    def test_the_same_seed_writes_the_same_texts(self):
        self.assertEqual([writer(7).text() for _ in range(3)], [writer(7).text() for _ in range(3)])

    def test_amounts_in_words_are_those_of_the_rules_for_payments(self):
        for fen, words in ((140950, "壹仟肆佰零玖元伍角整"), (600714, "陆仟零柒元壹角肆分"), (1640902, "壹万陆仟肆佰零玖元零贰分"),
                           (10_000_000_000, "壹亿元整"), (100_050_000, "壹佰万零伍佰元整"), (5, "伍分"), (60, "陆角整"),
                           (0, "零元整"), (1_000_000_100, "壹仟万零壹元整"), (1001, "壹拾元零壹分")):
            self.assertEqual(words, texts.amount_in_words(fen))

    def test_identity_numbers_have_a_real_birth_date_and_a_right_check_digit(self):
        for seed in range(200):
            number = writer(seed).id_number()
            self.assertEqual(18, len(number))
            datetime.datetime.strptime(number[6:14], "%Y%m%d")
            values = [10 if c == "X" else int(c) for c in number]
            weights = [pow(2, 17 - at, 11) for at in range(18)]  # ISO 7064, MOD 11-2
            self.assertEqual(1, sum(v * w for v, w in zip(values, weights)) % 11, number)

    def test_credit_codes_have_a_right_check_character(self):
        self.assertEqual("91350102MA2Y1B3C4C", texts.with_credit_check("91350102MA2Y1B3C4"))
        for seed in range(200):
            code = writer(seed).credit_code()
            self.assertEqual(18, len(code))
            self.assertEqual(code, texts.with_credit_check(code[:17]))

    def test_dates_in_words_are_those_of_the_day(self):
        self.assertEqual("二〇二六年十一月三十日", texts.Writer._in_words(datetime.date(2026, 11, 30)))
        self.assertEqual("一九九九年十月二十一日", texts.Writer._in_words(datetime.date(1999, 10, 21)))
        self.assertEqual("二〇〇五年一月十日", texts.Writer._in_words(datetime.date(2005, 1, 10)))


if __name__ == "__main__":
    unittest.main()
