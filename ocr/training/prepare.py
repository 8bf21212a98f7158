"""Gathers what training needs into one folder: the character list, the words of prose, and the faces.

    prepare.py FOLDER

Needs Debian's fonts, unicode-data, python3-jieba (for its word frequencies) and python3-fonttools; what it
writes can be carried to a machine that has none of them.
"""
import importlib.util
import os
import sys

import characters
import fonts

MOST_WORDS = 120_000


def words(path, known):
    """The most frequent Chinese words of jieba's dictionary that our characters can write."""
    dictionary = os.path.join(os.path.dirname(importlib.util.find_spec("jieba").origin), "dict.txt")
    rows = []
    with open(dictionary, encoding="utf8") as lines:
        for line in lines:
            word, frequency, *_ = line.split()
            if int(frequency) > 0 and set(word) <= known:
                rows.append((int(frequency), word))
    rows.sort(key=lambda row: (-row[0], row[1]))
    with open(path, "w", encoding="utf8") as out:
        out.writelines(f"{word}\t{frequency}\n" for frequency, word in rows[:MOST_WORDS])


def prepare(folder):
    os.makedirs(folder, exist_ok=True)
    classes = characters.classes()
    characters.write_list(os.path.join(folder, "reader.txt"))
    words(os.path.join(folder, "words.txt"), set(classes))
    archive = os.path.join(folder, "fonts.tar.xz")
    if not os.path.exists(archive):
        fonts.prepare(archive, characters.drawn_from(classes))


if __name__ == "__main__":
    prepare(sys.argv[1])
