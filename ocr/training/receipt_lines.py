"""Cuts the labelled lines out of scanned receipts, for measuring on real print.

    receipt_lines.py DATA OUT

DATA holds img/*.jpg and box/*.csv (four corners, then the text, which may hold commas). The lines are written as
held_out.py writes them; the group tells receipts of even names, which may be looked at, from those of odd names.
"""
import csv
import glob
import os
import sys

import cv2
import numpy as np

import characters
from licence_lines import cut


def labels_of(path):
    """[(corners 4 × 2, text)] of one receipt."""
    with open(path, encoding="utf8") as lines:
        parts = [line.rstrip("\r\n").split(",") for line in lines if line.strip()]
    return [(np.array(part[:8], np.float32).reshape(4, 2), ",".join(part[8:])) for part in parts]


def write(data, out):
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "lines.tsv"), "w", encoding="utf8", newline="") as table:
        rows = csv.writer(table, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        rows.writerow(["file", "group", "kind", "text"])
        for labels in sorted(glob.glob(os.path.join(data, "box", "*.csv"))):
            name = os.path.splitext(os.path.basename(labels))[0]
            picture = cv2.imread(os.path.join(data, "img", name + ".jpg"), cv2.IMREAD_GRAYSCALE)
            half = "odd" if int(name) % 2 else "even"
            for at, (corners, text) in enumerate(labels_of(labels)):
                told = "".join(characters.told_as(c) for c in text if not c.isspace())
                if told:
                    file = f"{name}-{at:02d}.png"
                    cv2.imwrite(os.path.join(out, file), cut(picture, corners))
                    rows.writerow([file, f"receipt/{half}", "free", told])


if __name__ == "__main__":
    write(*sys.argv[1:3])
