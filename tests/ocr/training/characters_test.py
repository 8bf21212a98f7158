"""The characters of the committed model, and how drawn ones are told."""
import os
import unittest

import characters

LISTED = characters.read_list(os.path.join(os.environ["ZHIPI_MODEL"], "reader.txt"))


class Characters(unittest.TestCase):
    def test_every_class_is_one_character_and_stands_once(self):
        self.assertTrue(all(len(character) == 1 for character in LISTED))
        self.assertEqual(len(LISTED), len(set(LISTED)))

    def test_what_tesseract_lacks_is_known(self):
        self.assertEqual(set(), set("叁柒捌仟璟犇喆玥翀懿赟〇") - set(LISTED))

    def test_gb2312_is_known_whole(self):
        self.assertEqual(set(), set(characters.gb2312()) - set(LISTED))

    def test_the_standard_table_comes_first(self):
        self.assertTrue(all("\u3400" <= character for character in LISTED[:8105]))

    def test_every_drawn_character_is_told_as_a_class(self):
        for drawn in characters.drawn_from(LISTED):
            self.assertIn(characters.told_as(drawn), LISTED, drawn)

    def test_full_width_forms_are_told_as_ascii(self):
        self.assertEqual("A1:(%", "".join(map(characters.told_as, "Ａ１：（％")))

    def test_no_full_width_form_is_a_class(self):
        self.assertEqual([], [c for c in LISTED if "\uff01" <= c <= "\uff5e"])


if __name__ == "__main__":
    unittest.main()
