"""Cuts the labelled lines out of photographed licences, for measuring on real pictures.

    licence_lines.py DATA OUT

DATA holds images/*.jpg and labels/*.tsv (index, four corners, text, what it is; commas, unquoted). Lines of
`start_date` are left out: their labels are known to be wrong.
"""
import glob
import os
import sys

import cv2
import numpy as np

import characters
import line_table
from held_out import READ_AS

LABELLED_WRONG = {"start_date"}


def labels_of(path):
    """[(corners 4 × 2, text, what)] of one picture."""
    rows = []
    with open(path, encoding="utf8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split(",")
            rows.append((np.array(parts[1:9], np.float32).reshape(4, 2), ",".join(parts[9:-1]), parts[-1]))
    return rows


def cut(picture, corners):
    """The gray line as it was labelled: more of it would be the next word's."""
    left, top = corners.min(0)
    right, bottom = corners.max(0)
    rows, columns = picture.shape[:2]
    return picture[max(0, round(top)):min(rows, round(bottom)), max(0, round(left)):min(columns, round(right))]


def lines_of(data):
    for labels in sorted(glob.glob(os.path.join(data, "labels", "*.tsv"))):
        name = os.path.splitext(os.path.basename(labels))[0]
        picture = cv2.imread(os.path.join(data, "images", name + ".jpg"), cv2.IMREAD_GRAYSCALE)
        for at, (corners, text, what) in enumerate(labels_of(labels)):
            if text and what not in LABELLED_WRONG:
                yield (f"{name}-{at:02d}", f"licence/{what}", READ_AS.get(what, "free"), cut(picture, corners),
                       characters.told(text))


if __name__ == "__main__":
    line_table.write(sys.argv[2], lines_of(sys.argv[1]))
