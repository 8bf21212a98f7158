"""The fonts that lines are drawn in: Debian's Chinese and Latin faces, cut down to our characters.

`prepare` writes one compressed archive, so that training can run on a machine that has no fonts. Faces of
the role "held" are never drawn for training; the accuracy table is made with them. All weights and
descendants of a held design are held with it (AR PL SungtiL GB is AR PL UMing's design and is left out).
"""
import io
import os
import tarfile
from dataclasses import dataclass

TRUETYPE = "/usr/share/fonts/truetype/"
OPENTYPE = "/usr/share/fonts/opentype/"


@dataclass(frozen=True)
class Face:
    name: str
    path: str
    index: int  # within a collection; 0 otherwise
    role: str  # han, latin, held, held_latin
    share: float  # how often it is drawn, within its role


def _noto(style, weights, share):
    return [
        Face(f"noto-{style.lower()}-{weight.lower()}", f"{OPENTYPE}noto/Noto{style}CJK-{weight}.ttc", 2, "han", share)
        for weight in weights
    ]


def _latin(folder, names, kind=TRUETYPE, ending=".ttf", role="latin"):
    return [Face(name, f"{kind}{folder}/{name}{ending}", 0, role, 1) for name in names]


FACES = (
    _noto("Sans", ("Light", "Regular", "Medium", "Bold", "Black"), 0.7)
    + _noto("Serif", ("Light", "Regular", "SemiBold", "Bold", "Black"), 0.8)
    + [
        Face("ukai", TRUETYPE + "arphic/ukai.ttc", 0, "han", 1.6),
        Face("microhei", TRUETYPE + "wqy/wqy-microhei.ttc", 0, "han", 1.6),
        Face("wenkai-light", TRUETYPE + "lxgw-wenkai/LXGWWenKai-Light.ttf", 0, "han", 0.6),
        Face("wenkai-regular", TRUETYPE + "lxgw-wenkai/LXGWWenKai-Regular.ttf", 0, "han", 0.8),
        Face("wenkai-bold", TRUETYPE + "lxgw-wenkai/LXGWWenKai-Bold.ttf", 0, "han", 0.6),
        Face("tw-kai", TRUETYPE + "cns11643/TW-Kai-98_1.ttf", 0, "han", 1.3),
        Face("tw-sung", TRUETYPE + "cns11643/TW-Sung-98_1.ttf", 0, "han", 1.8),
        Face("babelstone", TRUETYPE + "babelstone/BabelStoneHan.ttf", 0, "han", 1.8),
        Face("hanamin", TRUETYPE + "hanazono/HanaMinA.ttf", 0, "han", 1.6),
        Face("smiley", TRUETYPE + "smiley-sans/SmileySans-Oblique.ttf", 0, "han", 0.5),
        Face("cwtex-fangsong", TRUETYPE + "cwtex/cwfs.ttf", 0, "han", 1.0),
        Face("ipaex-gothic", OPENTYPE + "ipaexfont-gothic/ipaexg.ttf", 0, "han", 0.5),
        Face("ipaex-mincho", OPENTYPE + "ipaexfont-mincho/ipaexm.ttf", 0, "han", 0.5),
        Face("bizud-gothic", TRUETYPE + "bizud-gothic/BIZUDGothic-Bold.ttf", 0, "han", 0.4),
        Face("bizud-mincho", TRUETYPE + "bizud-mincho/BIZUDMincho-Regular.ttf", 0, "han", 0.5),
        Face("klee", TRUETYPE + "klee/KleeOne-SemiBold.ttf", 0, "han", 0.4),
        Face("ume-gothic", TRUETYPE + "horai-umefont/ume-tgo4.ttf", 0, "han", 0.4),
        Face("zenhei", TRUETYPE + "wqy/wqy-zenhei.ttc", 0, "held", 1),
        Face("uming", TRUETYPE + "arphic/uming.ttc", 0, "held", 1),
    ]
    + _latin("liberation", ["LiberationSans-Regular", "LiberationSans-Bold", "LiberationSerif-Regular",
                            "LiberationSerif-Bold", "LiberationMono-Regular", "LiberationMono-Bold",
                            "LiberationSansNarrow-Regular", "LiberationSerif-Italic"])
    + _latin("dejavu", ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSerif", "DejaVuSansCondensed"])
    + _latin("freefont", ["FreeSans", "FreeSerif", "FreeMono", "FreeMonoBold", "FreeSerifBold"])
    + _latin("roboto/unhinted/RobotoTTF", ["Roboto-Regular", "Roboto-Medium", "Roboto-Black"])
    + _latin("roboto/unhinted", ["RobotoCondensed-Regular"])
    + _latin("open-sans", ["OpenSans-Regular", "OpenSans-Semibold", "OpenSans-CondBold"])
    + _latin("lato", ["Lato-Regular", "Lato-Bold"])
    + _latin("inconsolata", ["Inconsolata"], ending=".otf")
    + _latin("ebgaramond", ["EBGaramond12-Regular"], OPENTYPE, ".otf")
    + _latin("ocr-a", ["OCRA"])
    + _latin("ocr-b", ["OCRB", "OCRBX"], OPENTYPE, ".otf")
    + _latin("cantarell", ["Cantarell-Regular", "Cantarell-Bold"], OPENTYPE, ".otf", "held_latin")
)


def faces(*roles):
    return [face for face in FACES if face.role in roles]


def _cut_down(face, characters):
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=True,
                             glyph_names=False, drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx",
                                                             "DSIG", "MATH", "FFTM", "kern", "EBDT", "EBLC", "EBSC"])
    font = TTFont(face.path, fontNumber=face.index if face.path.endswith(".ttc") else -1, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def prepare(path, characters):
    """Writes the archive of every face, cut down to `characters` (Latin faces: to those of ASCII)."""
    ascii_only = [character for character in characters if ord(character) < 0x80]
    with tarfile.open(path + ".part", "w:xz", preset=6) as archive:
        for face in FACES:
            bytes_of = _cut_down(face, ascii_only if "latin" in face.role else characters)
            entry = tarfile.TarInfo(face.name)
            entry.size = len(bytes_of)
            archive.addfile(entry, io.BytesIO(bytes_of))
            print(f"{face.name}: {len(bytes_of) / 1e6:.1f} MB", flush=True)
    os.replace(path + ".part", path)


def unpack(path, folder):
    """The archive's faces as files in `folder`: {name: path}."""
    with tarfile.open(path) as archive:
        archive.extractall(folder)
        return {name: os.path.join(folder, name) for name in archive.getnames()}
