"""Faces of our own, cut from the system's Noto CJK: simplified Chinese without Hangul, with marks that close up.

The package of the system holds five languages in each file and costs some 130 MB of memory, and a machine that has
other fonts fills gaps from them, so that the same issue looks otherwise there. `python -m digest.fonts` cuts them at
set-up, and the first build does if it was not run. The licence (OFL 1.1) allows it and reserves only the name "Source".
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from digest.errors import RenderFault

FOLDER = Path(__file__).resolve().parents[1] / "fonts"
SYSTEM = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / "Library/Fonts",
    Path("/Library/Fonts"),
)
RECIPE = 1
"""Raise it when the cut changes, and the faces are made anew."""
HANGUL = ((0x1100, 0x1200), (0x3130, 0x3190), (0x3200, 0x321F), (0x3260, 0x327F), (0xA960, 0xA980), (0xAC00, 0xD800))
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
OPENING, CLOSING = "（《〈「『【〔［｛〖“‘", "，。、；：！？）》〉」』】〕］｝〗”’．"
"""Marks that fill the right and the left half of their square."""
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u2010\u200b"
"""What the renderer may set of itself."""
HALF = 500
"""Half a square in the units of Noto CJK."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face as the templates name it, and the files in which systems keep it, the first that is there is taken."""

    family: str
    style: str
    weight: int

    @property
    def sources(self) -> tuple[str, ...]:
        kind = self.family.removeprefix("Noto ").removesuffix(" CJK SC")
        return tuple(f"Noto{kind}CJK{sc}-{self.style}.{end}" for sc in ("", "sc") for end in ("ttc", "otc", "otf"))


FACES = (
    Face("Noto Serif CJK SC", "Regular", 400),
    Face("Noto Sans CJK SC", "Regular", 400),
    Face("Noto Sans CJK SC", "Bold", 700),
)


def only(face: Face, text: str) -> bytes:
    """The face with nothing but the characters of `text`: a twentieth of it, which is all that a build has to carry.

    Raises RenderFault if the system has not the font.
    """
    # Not kept open: the pages of the file would count as ours to the end.
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(cut(face))))
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set({*map(ord, text), *map(ord, ALWAYS)})
    wanted.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).set(_tags(*FEATURES, "chws"))
    return bytes(uharfbuzz.subset(whole, wanted).blob.data)


def _tags(*names: str) -> set[int]:
    return {int.from_bytes(name.encode()) for name in names}


def cut(face: Face) -> Path:
    """The file with the cut face; made only once for each version of the system's font and of the recipe."""
    source = _source(face)
    mark = f"{RECIPE} {uharfbuzz.__version__} {source.name} {source.stat().st_size}"
    digest = hashlib.sha256(mark.encode()).hexdigest()[:8]
    file = FOLDER / f"{face.family.replace(' ', '')}-{face.style}-{digest}.otf"
    if not file.exists():
        FOLDER.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
            part = Path(scratch) / file.name
            part.write_bytes(_subset(source, face))
            _close_up(part)
            part.replace(file)
    return file


def _source(face: Face) -> Path:
    for folder in SYSTEM:
        for name in face.sources:
            if found := sorted(folder.rglob(name)):
                return found[0]
    name = f"{face.family} {face.style}"
    raise RenderFault(f"系统缺少字体 {name}，请运行 tools/setup.sh（Debian 软件包 fonts-noto-cjk）。")


def _subset(source: Path, face: Face) -> bytes:
    index = _index(source, face)
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(source)), index)
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set(
        {code for code in whole.unicodes if not any(first <= code < last for first, last in HANGUL)}
    )
    wanted.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).set(_tags(*FEATURES))
    made = uharfbuzz.subset(whole, wanted)
    return bytes(made.blob.data)


def _index(source: Path, face: Face) -> int:
    if source.suffix == ".otf":
        return 0
    with TTCollection(source, lazy=True) as fonts:
        names = [font["name"].getDebugName(1) for font in fonts]
    return names.index(face.family)


def _close_up(file: Path) -> None:
    """Give the font `chws`: of two marks in a row, the blank half between them goes (CLREQ, 标点挤压)."""
    font = TTFont(file)
    known = font.getBestCmap()

    def glyphs(marks: Iterable[str]) -> str:
        return "[" + " ".join(f"\\{known[ord(mark)]}" for mark in marks if ord(mark) in known) + "]"

    opening, closing = glyphs(OPENING), glyphs(CLOSING)
    stock = font["GPOS"]
    addOpenTypeFeaturesFromString(
        font,
        f"@open = {opening}; @close = {closing}; @both = [@open @close];"
        f"feature chws {{ pos @close @both <0 0 -{HALF} 0>; pos @open @open <0 0 -{HALF} 0>; }} chws;",
        tables=["GPOS"],
    )
    _add_feature(stock.table, "chws", font["GPOS"].table.LookupList.Lookup)
    # The outlines are copied as they lie: the font that was asked for names would write each of them anew, in a minute.
    ready = DefaultTable("GPOS")
    ready.data = stock.compile(font)
    with TTFont(file, recalcTimestamp=False) as untouched:
        untouched["GPOS"] = ready
        untouched.save(file, reorderTables=False)


def _add_feature(table: otTables.GPOS, tag: str, lookups: list[otTables.Lookup]) -> None:
    """For every script and language that the font knows."""
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [table.LookupList.LookupCount + number for number in range(len(lookups))]
    table.LookupList.Lookup += lookups
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record.Feature.LookupCount = len(lookups)
    place = len(table.FeatureList.FeatureRecord)
    table.FeatureList.FeatureRecord.append(record)
    for script in table.ScriptList.ScriptRecord:
        languages = [language.LangSys for language in script.Script.LangSysRecord]
        for language in [script.Script.DefaultLangSys, *languages]:
            if language is not None:
                language.FeatureIndex.append(place)


def main() -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for face in FACES:
        print(cut(face).name)


if __name__ == "__main__":
    main()
