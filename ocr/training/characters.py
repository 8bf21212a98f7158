"""The characters that the reader knows, and what each is told as.

Classes are: the 8,105 characters of the Table of General Standard Chinese Characters (通用规范汉字表,
2013; Unihan's kTGH), what GB 2312 has beside them, 〇, printable ASCII, and marks of documents. Class 0 is
CTC's blank. Full-width forms are drawn as what they are and told as their ASCII form, for documents mix
both and every consumer folds them.
"""
import bz2
import re
import unicodedata

UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"  # Debian's unicode-data
MARKS = "、。《》〈〉“”‘’【】〔〕—…·¥℃×÷±§°²³㎡№○●□■△▲√※→①②③④⑤⑥⑦⑧⑨⑩"
# Drawn as on the left, told as on the right.
LOOKALIKES = {"￥": "¥", "～": "~", "•": "·", "・": "·", "☐": "□"}


def general_standard(path=UNIHAN):
    """The 8,105 characters of 通用规范汉字表, in its order of code points."""
    text = bz2.open(path, "rt", encoding="utf8").read()
    return [chr(int(code, 16)) for code in re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:", text, re.M)]


def gb2312():
    """The 6,763 characters of GB 2312."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return found


def classes():
    """Every class but the blank, in the order of the model's outputs."""
    standard = general_standard()
    others = sorted(set(gb2312()) - set(standard))
    ascii_marks = [chr(code) for code in range(0x21, 0x7F)]
    return standard + others + ["〇"] + ascii_marks + list(MARKS)


def told_as(character):
    """The character as which a drawn one is told: full-width forms fold to ASCII."""
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    if 0xFF01 <= ord(character) <= 0xFF5E:
        return unicodedata.normalize("NFKC", character)
    return character


def told(text):
    """A printed text as a reader tells it, which knows no spaces."""
    return "".join(told_as(character) for character in text if not character.isspace())


def drawn_from(listed):
    """Every character that is drawn for training: the listed classes and their other forms."""
    full_width = [chr(code) for code in range(0xFF01, 0xFF5F)]
    return list(dict.fromkeys(listed + full_width + list(LOOKALIKES)))


def write_list(path):
    with open(path, "w", encoding="utf8") as out:
        out.writelines(character + "\n" for character in classes())


def read_list(path):
    with open(path, encoding="utf8") as lines:
        return [line.rstrip("\n") for line in lines]
