"""The faces of the printed edition: our own cut and nothing else; marks in a row close up; a gap stops the build."""

from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import uharfbuzz

from digest import fonts
from digest.build import build
from digest.errors import BuildError, RenderFault
from tests.digest.material import item, snapshot

SERIF = fonts.FACES[0]
EM = 1000


def widths(text: str, **features: bool) -> list[int]:
    """Advance of each glyph, in thousandths of an em."""
    face = uharfbuzz.Face(fonts.only(SERIF, text))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(face), buffer, dict.fromkeys(features, True))
    return [place.x_advance for place in buffer.glyph_positions]


@pytest.mark.parametrize(
    ("text", "squares"),
    [("甲，乙", 3.0), ("甲。”乙", 3.5), ("甲：“乙", 3.5), ("甲》（乙", 3.5), ("（《甲", 2.5), ("”），甲", 3.0)],
)
def test_two_marks_in_a_row_share_the_blank_between_them(text: str, squares: float) -> None:
    assert sum(widths(text)) == len(text) * EM
    assert sum(widths(text, chws=True)) == squares * EM


def test_the_feature_is_on_in_print(tmp_path: Path) -> None:
    entry = item(1, paragraphs=["下称“甲”），乙丙丁戊。"])
    document = pypdfium2.PdfDocument(build(snapshot({"domestic": [entry]}), tmp_path).pdf)
    found: list[float] = []
    for page in document:
        text = page.get_textpage()
        place = text.get_text_range().find("”），乙")
        if place >= 0:
            found = [text.get_charbox(place + step, loose=True)[0] for step in range(4)]
    document.close()
    # Two half squares of 10.5 points less than three squares.
    assert found[3] - found[0] == pytest.approx(2 * 10.5, abs=0.6)


def test_only_our_faces_are_inside_and_only_what_is_printed_of_them(tmp_path: Path) -> None:
    built = build(snapshot(), tmp_path).pdf
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pypdf.PdfReader(built).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert names == {"Noto-Serif-CJK-SC", "Noto-Sans-CJK-SC", "Noto-Sans-CJK-SC-Bold"}
    assert built.stat().st_size < 400_000
    assert len(fonts.only(SERIF, "甲乙")) < 40_000 < fonts.cut(SERIF).stat().st_size


@pytest.mark.parametrize("char", ["🌍", "\U0002ceff", "ก", "한"])
def test_what_the_faces_lack_is_not_taken_from_another_font(char: str, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=f"U\\+{ord(char):04X}"):
        build(snapshot({"domestic": [item(1, paragraphs=[f"这里有{char}一个。"])]}), tmp_path)


def test_names_with_rare_characters_have_their_glyphs(tmp_path: Path) -> None:
    build(snapshot({"domestic": [item(1, paragraphs=["镕喆堃䶮㙍𬭩𫖯℃㎡①▲▼→≥"])]}), tmp_path)


def test_a_system_without_the_fonts_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", (tmp_path,))
    with pytest.raises(RenderFault, match="fonts-noto-cjk"):
        fonts.cut(SERIF)


def test_two_cuts_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, Any] = {face.style: fonts.cut(face).read_bytes() for face in fonts.FACES[1:]}
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "fonts")
    for face in fonts.FACES[1:]:
        assert fonts.cut(face).read_bytes() == known[face.style]
