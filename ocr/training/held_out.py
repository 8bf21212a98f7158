"""Lines for measuring, drawn with faces and seeds that training never sees.

    held_out.py FOLDER OUT [--lines 40] [--seed 7731]

writes OUT/*.png and OUT/lines.tsv (file, group, kind, text) for zhipi-line-accuracy.
"""
import argparse
import os
import random

import numpy as np

import characters
import drawing
import glyphs
import line_table
import texts

EXAM_SEED = 424242  # of the exams during training; the table is made with another
FACES = ("zenhei", "uming")
MOST_WIDE = 1280  # pixels: no line is cut off
# How the product reads a kind: by what it can hold, or freely.
READ_AS = {"id_number": "id_number", "credit_code": "credit_code", "date": "date", "period": "period", "amount_words": "amount_words",
           "phone": "phone", "amount": "amount"}


def lines_of(folder, kinds, level, lines, faces=FACES, seed=EXAM_SEED):
    """[(face, kind, image, text)], the same for the same seed."""
    listed = characters.read_list(os.path.join(folder, "reader.txt"))
    atlas = glyphs.Atlas(folder)
    made = []
    for face in faces:
        chance = random.Random(f"{seed} {face} {level}")
        writer = texts.Writer(chance, listed[:8105], texts.read_words(os.path.join(folder, "words.txt")))
        drawer = drawing.Drawer(atlas, chance.randrange(1 << 31), "held", (face,), "held_latin")
        for kind in kinds:
            for _ in range(lines):
                image, classes, middles = drawer.line(getattr(writer, kind)(), MOST_WIDE, level)
                if classes:
                    end = min(MOST_WIDE, int(middles[-1]) + 24)
                    made.append((face, kind, image[:, :end], "".join(listed[c - 1] for c in classes)))
    return made


def padded(image):
    """The image in the next of the usual widths, filled up with its paper."""
    width = next(w for w in (*drawing.WIDTHS, MOST_WIDE) if image.shape[1] <= w)
    return np.pad(image, ((0, 0), (0, width - image.shape[1])), constant_values=int(np.percentile(image, 80)))


def exam(folder, lines):
    """A short exam during training."""
    return {name: lines_of(folder, texts.HELD_OUT_KINDS, level, lines)
            for name, level in (("full", 1.0), ("clean", 0.0))}


def greedy(frames, listed):
    """The text of the best class of each frame: repeats joined, blanks dropped."""
    return "".join(listed[c - 1] for at, c in enumerate(frames) if c and (at == 0 or frames[at - 1] != c))


def marks(reader, exams, listed, device):
    """Shares read exactly, by exam and by kind in the full one."""
    import torch
    from network import normalised

    reader.eval()
    told = []
    with torch.no_grad():
        for name, lines in exams.items():
            right = {}
            by_width = {}
            for _, kind, image, text in lines:
                image = padded(image)
                by_width.setdefault(image.shape[1], []).append((kind, image, text))
            for some in by_width.values():
                for at in range(0, len(some), 64):
                    images = np.stack([image for _, image, _ in some[at:at + 64]])[:, None]
                    best = reader(normalised(torch.from_numpy(images).to(device)))[:, :, 0].argmax(1).tolist()
                    for (kind, _, text), frames in zip(some[at:at + 64], best):
                        right.setdefault(kind, []).append(greedy(frames, listed) == text)
            everything = [one for kind in right.values() for one in kind]
            told.append(f"{name} {np.mean(everything):.3f} (" + " ".join(
                f"{kind} {np.mean(right[kind]):.2f}" for kind in sorted(right)) + ")")
    reader.train()
    return "  ".join(told)


def table_of(folder, lines, seed):
    for condition, level in (("full", 1.0), ("half", 0.5), ("clean", 0.0)):
        kinds = texts.HELD_OUT_KINDS + ["rare_name"]
        for at, (face, kind, image, text) in enumerate(lines_of(folder, kinds, level, lines, seed=seed)):
            yield f"{condition}-{at:05d}", f"{condition}/{kind}/{face}", READ_AS.get(kind, "free"), image, text


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("out")
    parser.add_argument("--lines", type=int, default=40, help="lines a kind, face and condition")
    parser.add_argument("--seed", type=int, default=7731)
    options = parser.parse_args()
    glyphs.prepare(os.path.join(options.folder, "fonts.tar.xz"), options.folder, os.cpu_count() or 1)
    line_table.write(options.out, table_of(options.folder, options.lines, options.seed))
