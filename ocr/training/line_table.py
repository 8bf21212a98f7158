"""The folder of lines that zhipi-line-accuracy measures by: OUT/*.png and OUT/lines.tsv (file, group, kind, text)."""
import csv
import os

import cv2


def write(out, lines):
    """`lines` yields (file without its ending, group, kind, gray image, text)."""
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "lines.tsv"), "w", encoding="utf8", newline="") as table:
        # Texts hold quotes, as printed, and never a tab.
        rows = csv.writer(table, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        rows.writerow(["file", "group", "kind", "text"])
        for name, group, kind, image, text in lines:
            cv2.imwrite(os.path.join(out, name + ".png"), image)
            rows.writerow([name + ".png", group, kind, text])
