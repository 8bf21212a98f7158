"""What lines look like behind the product's normalising, and what crosses them."""
import random
import unittest

import numpy as np

import worn


def drawer(seed):
    """One without faces: it can harm lines, not draw them."""
    made = object.__new__(worn.WornDrawer)
    made.random = random.Random(seed)
    return made


class Worn(unittest.TestCase):
    def test_even_light_brings_paper_and_print_to_their_shades(self):
        for light in (120, 180, 250):
            gray = np.full((32, 200), light, np.uint8)
            gray[10:22, 20:180:8] = light // 4
            gray[10:22, 21:180:8] = light // 4
            even = drawer(1).evened(gray)
            self.assertAlmostEqual(worn.PAPER, int(np.median(even)), delta=3)
            self.assertLess(int(even[15, 20]), 90)

    def test_a_slope_of_light_is_taken_out(self):
        gray = np.linspace(120, 240, 200)[None].repeat(32, 0).astype(np.uint8)
        gray[10:22, 20:180:8] //= 4
        even = drawer(1).evened(gray)
        self.assertLess(int(even[2].max()) - int(even[2].min()), 25)

    def test_threads_and_edges_add_ink_and_take_none_away(self):
        for seed in range(50):
            for harm in (lambda made, ink: made.add_threads(ink), lambda made, ink: made.add_edge(ink, 150)):
                before = np.random.RandomState(seed).rand(32, 160).astype(np.float32) * 0.4
                after = before.copy()
                harm(drawer(seed), after)
                self.assertTrue((after >= before).all() and after.max() <= 1)
                self.assertTrue((after > before).any())

    def test_the_same_seed_draws_the_same_threads(self):
        first, second = np.zeros((32, 160), np.float32), np.zeros((32, 160), np.float32)
        drawer(5).add_threads(first)
        drawer(5).add_threads(second)
        self.assertTrue((first == second).all())


if __name__ == "__main__":
    unittest.main()
