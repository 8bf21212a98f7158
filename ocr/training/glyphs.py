"""Every character in every face, drawn once: an atlas in two .npy files that workers map into memory."""
import multiprocessing
import os

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import characters
import fonts

EM = 40  # pixels
CELL = 56  # height and width of a glyph's cell
BASELINE = 43  # row of the baseline in its cell
LEFT = 6  # column of the pen in its cell


def _draw(font, character):
    cell = Image.new("L", (CELL, CELL))
    ImageDraw.Draw(cell).text((LEFT, BASELINE), character, font=font, fill=255, anchor="ls")
    return np.asarray(cell)


def _draw_face(job):
    """All characters of one face: cells and advances in pixels, 0 where the face lacks the character."""
    path, drawn = job
    font = ImageFont.truetype(path, EM)
    missing = {_draw(font, character).tobytes() for character in ("\uffff", "\U000effff", "\ue0f0")}
    cells = np.zeros((len(drawn), CELL, CELL), np.uint8)
    advances = np.zeros(len(drawn), np.float32)
    for at, character in enumerate(drawn):
        cell = _draw(font, character)
        if cell.any() and cell.tobytes() not in missing:
            cells[at] = cell
            advances[at] = font.getlength(character)
    return cells, advances


def prepare(archive, folder, workers):
    """Draws the atlas into `folder`, unless it is there."""
    if os.path.exists(os.path.join(folder, "advances.npy")):
        return
    files = fonts.unpack(archive, os.path.join(folder, "faces"))
    drawn = characters.drawn_from(characters.read_list(os.path.join(folder, "reader.txt")))
    jobs = [(files[face.name], drawn) for face in fonts.FACES]
    cells = np.lib.format.open_memmap(
        os.path.join(folder, "cells.npy"), "w+", np.uint8, (len(jobs), len(drawn), CELL, CELL))
    advances = np.zeros((len(jobs), len(drawn)), np.float32)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for at, (face_cells, face_advances) in enumerate(pool.imap(_draw_face, jobs)):
            cells[at] = face_cells
            advances[at] = face_advances
    cells.flush()
    np.save(os.path.join(folder, "advances.npy"), advances)


class Atlas:
    """The drawn characters of all faces. `drawn[i]` is told as class `class_of[i]` (from 1)."""

    def __init__(self, folder):
        listed = characters.read_list(os.path.join(folder, "reader.txt"))
        self.drawn = characters.drawn_from(listed)
        self.index = {character: at for at, character in enumerate(self.drawn)}
        number = {character: at for at, character in enumerate(listed, 1)}
        self.class_of = np.array([number[characters.told_as(character)] for character in self.drawn])
        self.cells = np.asarray(np.load(os.path.join(folder, "cells.npy"), mmap_mode="r"))
        self.advances = np.load(os.path.join(folder, "advances.npy"))
        self.has = self.advances > 0
        self.is_ascii = np.array([ord(character) < 0x80 for character in self.drawn])

    def faces(self, role, names=None):
        """Rows of the faces with this role, and their shares."""
        rows = [at for at, face in enumerate(fonts.FACES) if face.role == role and (names is None or face.name in names)]
        return np.array(rows), np.array([fonts.FACES[at].share for at in rows])
