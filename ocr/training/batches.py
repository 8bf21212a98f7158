"""Batches of drawn lines, made by worker processes."""
import os
import random

import numpy as np

import characters
import drawing
import glyphs
import texts
import worn

SLICE = 64  # lines a worker draws at once, all of one width
WIDTH_SHARES = {160: 0.27, 240: 0.18, 320: 0.33, 480: 0.1, 640: 0.12}


class Source:
    """Draws lines of the training kinds and faces without end."""

    def __init__(self, folder, seed):
        listed = characters.read_list(os.path.join(folder, "reader.txt"))
        self.random = random.Random(seed)
        self.drawer = worn.WornDrawer(glyphs.Atlas(folder), seed)
        self.writer = texts.Writer(self.random, listed[:8105], texts.read_words(os.path.join(folder, "words.txt")))

    def text_of(self, width):
        """A text that fills most of this width; of the narrowest, any that fits."""
        while True:
            text = self.writer.text()
            if self.writer.chance(0.15):
                text += self.writer.text()
            estimate = drawing.estimated_width(text)
            if 0.45 * width < estimate <= width or (width == 160 and estimate <= width):
                return text

    def slice(self, width, level):
        """(images, classes of all lines in a row, how many each line has, middles of all)."""
        images = np.empty((SLICE, drawing.HEIGHT, width), np.uint8)
        classes, counts, middles = [], [], []
        for at in range(SLICE):
            harm = 0 if self.writer.chance(0.08) else level * self.random.uniform(0.35, 1.1)
            images[at], told, where = self.drawer.line(self.text_of(width), width, harm)
            classes += told
            counts.append(len(told))
            middles += where
        return images, np.array(classes, np.int32), np.array(counts, np.int32), np.array(middles, np.float32)


def work(folder, seed, level, queue):
    """A worker: fills `queue` with (width, slice) at the harm that `level` tells."""
    source = Source(folder, seed)
    widths, shares = list(WIDTH_SHARES), list(WIDTH_SHARES.values())
    while True:
        # A batch is of one width, so the width comes in runs that all workers pass through at their own pace.
        width = source.random.choices(widths, shares)[0]
        queue.put((width, source.slice(width, level.value)))
