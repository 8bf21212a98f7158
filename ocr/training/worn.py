"""Lines as the product hands them to the network: what its normalising leaves behind, and what it does to light.

The held-out lines of the accuracy table are drawn without any of this (drawing.py alone), so the table stays
comparable from model to model.
"""
import cv2
import numpy as np

import drawing

PAPER, PRINT, STEEPEST = 235, 35, 1.15  # as ocr/reader/line_image.cpp has them


class WornDrawer(drawing.Drawer):
    def left_margin(self):
        return self.between(14, 60) if self.chance(0.08) else super().left_margin()

    def line(self, text, width, level):
        if len(text) <= 6 and self.chance(0.15):  # a label set wide: 籍    贯
            text = (" " * self.random.randint(1, 5)).join(text)
        image, classes, middles = super().line(text, width, level)
        if self.chance(0.4):
            image = self.evened(image)
            if self.chance(0.7) and middles:
                image[:, min(width, int(middles[-1] + self.between(14, 28))):] = PAPER
            if self.chance(0.1 * level):
                image[:self.random.randint(0, 3)] = PAPER
                image[drawing.HEIGHT - self.random.randint(0, 3):] = PAPER
        return image, classes, middles

    def harmed(self, ink, level, end):
        if self.chance(0.12 * level):
            self.add_edge(ink, end)
        if self.chance(0.12 * level):
            self.add_threads(ink)
        return super().harmed(ink, level, end)

    def add_edge(self, ink, end):
        """The upright edge of a table's cell or a piece of a frame, close to the text's first or last character."""
        height, width = ink.shape
        thick = self.random.randint(1, 3)
        near = self.between(0, 4) if self.chance(0.5) else min(end - self.between(0, 5), width - thick)
        low = 0 if self.chance(0.7) else int(self.between(0, 0.5) * height)
        high = height if self.chance(0.7) else int(self.between(0.5, 1) * height)
        column = max(0, int(near))
        ink[low:high, column:column + thick] = np.maximum(ink[low:high, column:column + thick], self.between(0.4, 1))

    def add_threads(self, ink):
        """Single lines of a guilloche or arcs of a seal, which cross wide gaps and look like 一 and · there."""
        height, width = ink.shape
        columns = np.arange(0, width + 4, 4)
        mask = np.zeros((height, width), np.uint8)
        for _ in range(self.random.randint(1, 5)):
            rows = (self.between(0, height) + (columns - width / 2) * self.between(-0.35, 0.35)
                    + self.between(0, 0.45) * height * np.sin(columns / self.between(8, 90) + self.between(0, 6)))
            points = np.stack([columns, rows], 1).astype(np.int32)
            cv2.polylines(mask, [points], False, self.random.randint(25, 150), self.random.choice([1, 1, 2]), cv2.LINE_AA)
        np.maximum(ink, mask.astype(np.float32) / 255, out=ink)

    def evened(self, gray):
        """Light evened and contrast raised as line_image does; the paper is smoothed at a quarter of the size."""
        paper = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((17, 17), np.uint8))
        small = cv2.resize(paper, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), 2.1)
        paper = cv2.resize(small, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
        even = cv2.divide(gray, paper, scale=255)
        shades = np.cumsum(np.bincount(even.ravel(), minlength=256))
        below = lambda share, last=255: min(last, int(np.searchsorted(shades, share * shades[last])))
        ground, darkest = below(0.7), below(0.002)
        print_ = below(0.5, max(0, ground - int(0.4 * (ground - darkest))))
        steeper = min(STEEPEST, (PAPER - PRINT) / max(20, ground - print_))
        shade = np.arange(256) * steeper + PAPER - ground * steeper
        return cv2.LUT(even, np.clip(np.rint(shade), 0, 255).astype(np.uint8))
