"""From a text to the gray image of a line, 32 pixels high, as scanners, copiers and telephones deliver it.

`level` 0 is clean print, 1 the full range of harm. Everything random comes from the generators given.
"""
import math
import random as python_random

import cv2
import numpy as np

from glyphs import BASELINE, CELL, EM, LEFT

HEIGHT = 32  # pixels, of every line
ROOM = 34  # rows above and below the cells, for neighbouring lines
MIDDLE = ROOM + BASELINE - 0.38 * EM  # row of the canvas on which Chinese characters are centred
WIDTHS = (160, 320, 640)

cv2.setNumThreads(1)


def estimated_width(text):
    """About how wide a text is when drawn, in pixels."""
    return 14 + sum(15 if ord(character) < 0x2000 else 28 for character in text)


class Drawer:
    """Draws lines with the faces of one role."""

    def __init__(self, atlas, seed, role="han", names=None, latin_role="latin"):
        self.atlas = atlas
        self.random = python_random.Random(seed)
        self.numpy = np.random.RandomState(seed)
        self.rows, self.shares = atlas.faces(role, names)
        self.latin_rows, _ = atlas.faces(latin_role)
        self.noise = self.numpy.randn(1 << 20).astype(np.float32)

    # -- chance -----------------------------------------------------------------------------------------
    def chance(self, share):
        return self.random.random() < share

    def between(self, low, high):
        return self.random.uniform(low, high)

    def some_noise(self, height, width):
        at = self.random.randrange(len(self.noise) - height * width)
        return self.noise[at:at + height * width].reshape(height, width)

    # -- layout -----------------------------------------------------------------------------------------
    def face_for(self, indices):
        """A face that has all these characters, or the one that has most."""
        has = self.atlas.has[self.rows][:, indices].sum(1)
        able = np.flatnonzero(has == len(indices))
        if len(able) == 0:
            return self.rows[int(has.argmax())]
        return self.rows[self.random.choices(able, self.shares[able])[0]]

    def canvas_of(self, text, limit):
        """The text in white on black at EM pixels: canvas, classes told, and where each one's middle is.
        Characters that fit no more, or that the face lacks, are left out."""
        atlas = self.atlas
        indices = [atlas.index.get(character, -1) for character in text]
        known = [at for at in indices if at >= 0]
        face = self.face_for(known)
        latin = self.random.choice(self.latin_rows) if len(self.latin_rows) and self.chance(0.5) else face
        gap = self.random.choice([0, 0, 0, self.between(-1.5, 2), self.between(0, 5), self.between(0, 14)])
        space = self.between(8, 22)
        pen = float(ROOM)
        placed, classes, middles = [], [], []
        for index in indices:
            if index < 0:
                pen += space
                continue
            row = latin if atlas.is_ascii[index] else face
            advance = atlas.advances[row, index]
            if not advance:
                continue
            if pen + advance - ROOM > limit:
                break
            placed.append((row, index, int(pen)))
            classes.append(atlas.class_of[index])
            middles.append(pen + advance / 2)
            pen += max(advance + gap, 4)
        canvas = np.zeros((CELL + 2 * ROOM, int(pen) + CELL + ROOM), np.uint8)
        for row, index, left in placed:
            view = canvas[ROOM:ROOM + CELL, left - LEFT:left - LEFT + CELL]
            np.maximum(view, atlas.cells[row, index], out=view)
        return canvas, classes, middles, pen, face

    def add_neighbours(self, canvas, face, pen):
        """Pieces of the lines above and below."""
        pitch = int(self.between(1.05, 1.6) * EM)
        for shift in self.random.choice([(-pitch,), (pitch,), (-pitch, pitch)]):
            left = ROOM + int(self.between(0, 40))
            while left < pen:
                index = self.random.randrange(len(self.atlas.drawn))
                cell = self.atlas.cells[face, index]
                top = ROOM + shift
                low, high = max(0, top), min(canvas.shape[0], top + CELL)
                view = canvas[low:high, left:left + CELL]
                np.maximum(view, cell[low - top:high - top, :view.shape[1]], out=view)
                left += EM

    # -- from canvas to line ------------------------------------------------------------------------------
    def left_margin(self):
        return self.between(1, 14)

    def line(self, text, width, level):
        """(image uint8 HEIGHT × width, classes, the middle of each in pixels)."""
        em = self.random.choice([self.between(25, 29.5), self.between(25, 29.5), self.between(20, 31)])
        if level == 0:
            em = self.between(25, 29)
        tall = em / EM
        wide = tall * math.exp(self.random.gauss(0, 0.1))
        left = self.left_margin()
        canvas, classes, middles, pen, face = self.canvas_of(text, (width - left - 4) / wide)
        if self.chance(0.12 * level):
            self.add_neighbours(canvas, face, pen)
        if self.chance(0.3 * level):
            canvas = self.reweighted(canvas)
        angle = math.radians(self.random.gauss(0, 0.55) * level)
        lean = self.random.gauss(0, 0.05) * level
        offset = HEIGHT / 2 + self.between(-1, 1) * (0.6 + (HEIGHT - em) * 0.35 * level)
        rows = self.random.choice([14, 16, 18, 20, 22, 24, 26, 28]) if self.chance(0.32 * level) else HEIGHT
        scale = rows / HEIGHT
        matrix = np.array([[wide * math.cos(angle), lean - tall * math.sin(angle), 0],
                           [wide * math.sin(angle), tall * math.cos(angle), 0]])
        half = (pen - ROOM) / 2
        matrix[0, 2] = left - matrix[0, 0] * ROOM - matrix[0, 1] * MIDDLE
        matrix[1, 2] = offset - matrix[1, 0] * (ROOM + half) - matrix[1, 1] * MIDDLE
        end = min(width, matrix[0, 0] * pen + matrix[0, 1] * MIDDLE + matrix[0, 2] + self.between(2, 12))
        image = self.warped(canvas, matrix * scale, (max(8, round(width * scale)), rows), tall * scale, level)
        image = self.harmed(image, level, end * scale)
        if rows != HEIGHT:
            image = cv2.resize(image, (width, HEIGHT),
                               interpolation=self.random.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_CUBIC]))
        return image, classes, [matrix[0, 0] * middle + matrix[0, 1] * MIDDLE + matrix[0, 2] for middle in middles]

    def reweighted(self, canvas):
        """Heavier or lighter strokes, as another cut of the face or another toner would give."""
        kernel = self.random.choice([np.ones((2, 2), np.uint8), np.ones((1, 2), np.uint8), np.ones((2, 1), np.uint8),
                                     np.ones((3, 3), np.uint8), np.ones((3, 2), np.uint8)])
        if self.chance(0.65):
            return cv2.dilate(canvas, kernel)
        return cv2.addWeighted(canvas, 0.5, cv2.erode(canvas, kernel[:2, :2]), 0.5, 0)

    def warped(self, canvas, matrix, size, scale, level):
        """The canvas brought into the line's picture, as ink from 0 to 1."""
        if scale < 0.72:
            canvas = cv2.blur(canvas, (2, 2) if scale > 0.45 else (3, 3))
        if self.chance(0.2 * level):  # perspective: one end smaller; or a page that bends
            columns, rows = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
            inverse = cv2.invertAffineTransform(matrix)
            middle, length = size[1] / 2, max(size[0], 1)
            swell = 1 + self.between(-0.1, 0.1) * (columns / length - 0.5) * 2
            bend = self.between(-0.08, 0.08) * size[1] * np.sin(columns / length * self.between(2, 9) + self.between(0, 6))
            rows = (rows - middle) * swell + middle + bend
            x = inverse[0, 0] * columns + inverse[0, 1] * rows + inverse[0, 2]
            y = inverse[1, 0] * columns + inverse[1, 1] * rows + inverse[1, 2]
            image = cv2.remap(canvas, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
        else:
            image = cv2.warpAffine(canvas, matrix, size, flags=cv2.INTER_LINEAR)
        return image.astype(np.float32) * (1 / 255)

    # -- harm ---------------------------------------------------------------------------------------------
    def harmed(self, ink, level, end):
        """Ink on paper, with what happens to both. `end`: where the text's margin ends, in pixels."""
        height, width = ink.shape
        happens = lambda share: self.chance(share * level)
        if happens(0.22):  # faint or broken strokes
            patches = cv2.resize(self.some_noise(max(2, height // 5), max(2, width // 5)), (width, height),
                                 interpolation=cv2.INTER_CUBIC)
            ink = ink * np.clip(0.75 + patches * self.between(0.1, 0.35), 0.12, 1)
        brightness = self.between(165, 255)
        darkness = self.between(0, 110) if happens(0.6) else self.between(0, 50)
        paper = np.full((height, width), brightness, np.float32)
        if happens(0.4):  # uneven light
            paper += np.linspace(-1, 1, width, dtype=np.float32)[None] * self.between(-40, 40)
            paper += np.linspace(-1, 1, height, dtype=np.float32)[:, None] * self.between(-22, 22)
        if happens(0.2):
            paper *= self.guilloche(height, width)
        if happens(0.18):
            self.rule(paper, height, width)
        dark = np.minimum(darkness, paper - 45)
        image = paper + (dark - paper) * ink
        if happens(0.24):
            image *= self.seal(height, width)
        if happens(0.45):
            image = cv2.GaussianBlur(image, (0, 0), self.between(0.3, 1.1) * max(0.6, height / HEIGHT))
        elif happens(0.1):  # a hand that moved
            length = self.random.choice([2, 3, 4])
            image = cv2.blur(image, (length, 1) if self.chance(0.6) else (1, length))
        if happens(0.5):
            image = image + self.some_noise(height, width) * self.between(2, 16)
        if happens(0.08):  # a copier's specks
            specks = np.abs(self.some_noise(height, width)) > self.between(2.4, 3.2)
            image = np.where(specks, self.between(0, 255), image)
        if happens(0.1):  # a copier's two tones
            threshold = darkness + (brightness - darkness) * self.between(0.4, 0.7)
            soft = self.between(2, 14)
            image = 255 / (1 + np.exp(np.clip((threshold - image) / soft, -30, 30)))
        if self.chance(0.5):  # what a normalised line has beside its text
            image[:, min(width, int(end)):] = min(255, brightness)
        image = np.clip(image, 0, 255).astype(np.uint8)
        if happens(0.38):
            quality = [cv2.IMWRITE_JPEG_QUALITY, self.random.randint(25, 85)]
            image = cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], cv2.IMREAD_GRAYSCALE)
        return image

    def guilloche(self, height, width):
        """A printed ground of fine waves, as a factor."""
        x = np.arange(width, dtype=np.float32)[None]
        y = np.arange(height, dtype=np.float32)[:, None]
        ground = np.zeros((height, width), np.float32)
        for _ in range(self.random.randint(1, 2)):
            wave = np.sin(x / self.between(4, 30) + self.between(0, 6)) * self.between(1, 9)
            ground += np.sin((y + wave + x * self.between(-1, 1)) * self.between(0.4, 2.2)) > self.between(0.2, 0.8)
        return 1 - np.minimum(ground, 1) * self.between(0.06, 0.3)

    def rule(self, paper, height, width):
        """Ruled lines and edges of table cells."""
        for _ in range(self.random.randint(1, 2)):
            shade = self.between(20, 150)
            thick = self.random.randint(1, 2)
            place = self.random.random()
            if place < 0.45:
                row = self.random.choice([0, 1, 2, 3, height - 1, height - 2, height - 3, height - 4])
                paper[row:row + thick] = shade
            elif place < 0.6:  # a line for writing on, which leans a little
                low = height - self.between(1, 5)
                cv2.line(paper, (0, int(low)), (width, int(low + self.between(-2, 2))), shade, thick, cv2.LINE_AA)
            else:
                column = self.random.choice([self.random.randint(0, 3), width - self.random.randint(1, 4)])
                paper[:, max(0, column):column + thick] = shade

    def seal(self, height, width):
        """A round seal across the text: ring, star and characters, as a factor."""
        mask = np.zeros((height, width), np.uint8)
        radius = self.between(1.5, 4) * height
        middle = (self.between(-0.1, 1.1) * width, self.between(-1, 2) * height)
        corner = (int(middle[0]), int(middle[1]))
        cv2.circle(mask, corner, int(radius), 255, self.random.randint(1, 4), cv2.LINE_AA)
        if self.chance(0.5):
            points = [(middle[0] + radius * reach * math.sin(turn), middle[1] - radius * reach * math.cos(turn))
                      for turn, reach in ((k * math.pi / 5, 0.3 if k % 2 == 0 else 0.12) for k in range(10))]
            cv2.fillPoly(mask, [np.array(points, np.int32)], 255, cv2.LINE_AA)
        size = height / HEIGHT * self.between(0.45, 0.9)
        for step in range(self.random.randint(0, 14)):
            turn = -2.2 + step * 0.34
            index = self.random.randrange(len(self.atlas.drawn))
            cell = self.atlas.cells[self.rows[self.random.randrange(len(self.rows))], index]
            self._stamp(mask, cell, (middle[0] + 0.78 * radius * math.sin(turn), middle[1] - 0.78 * radius * math.cos(turn)),
                        turn, size)
        uneven = 1.0 if self.chance(0.5) else np.clip(
            0.7 + 0.4 * cv2.resize(self.some_noise(3, max(2, width // 16)), (width, height)), 0, 1)
        return 1 - mask.astype(np.float32) / 255 * self.between(0.12, 0.6) * uneven

    @staticmethod
    def _stamp(mask, cell, middle, turn, size):
        """One turned character into the mask, where it falls inside."""
        reach = CELL * size
        if not (-reach < middle[0] < mask.shape[1] + reach and -reach < middle[1] < mask.shape[0] + reach):
            return
        matrix = cv2.getRotationMatrix2D((CELL / 2, CELL / 2), -math.degrees(turn), size)
        matrix[0, 2] += middle[0] - CELL / 2
        matrix[1, 2] += middle[1] - CELL / 2
        np.maximum(mask, cv2.warpAffine(cell, matrix, (mask.shape[1], mask.shape[0])), out=mask)
