"""Cuts the labelled lines out of scanned receipts, for measuring on real print.

    receipt_lines.py DATA OUT

DATA holds img/*.jpg and box/*.csv (four corners, then the text, which may hold commas). The group tells receipts of even names, which may be looked at, from those of odd names.
"""
import glob
import os
import sys

import cv2
import numpy as np

import characters
import line_table
from licence_lines import cut


def labels_of(path):
    """[(corners 4 × 2, text)] of one receipt."""
    with open(path, encoding="utf8") as lines:
        parts = [line.rstrip("\r\n").split(",") for line in lines if line.strip()]
    return [(np.array(part[:8], np.float32).reshape(4, 2), ",".join(part[8:])) for part in parts]


def lines_of(data):
    for labels in sorted(glob.glob(os.path.join(data, "box", "*.csv"))):
        name = os.path.splitext(os.path.basename(labels))[0]
        picture = cv2.imread(os.path.join(data, "img", name + ".jpg"), cv2.IMREAD_GRAYSCALE)
        half = "odd" if int(name) % 2 else "even"
        for at, (corners, text) in enumerate(labels_of(labels)):
            told = characters.told(text)
            if told:
                yield f"{name}-{at:02d}", f"receipt/{half}", "free", cut(picture, corners), told


if __name__ == "__main__":
    line_table.write(sys.argv[2], lines_of(sys.argv[1]))
