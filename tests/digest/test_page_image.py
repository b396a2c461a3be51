"""The look of the pages, against a small picture that a person has looked at.

A test that fails says where it put its own picture: look at it, and if the change is meant copy it over pages.png.
"""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from digest import pdf
from digest.shapes import Snapshot
from digest.templating import render
from digest.view import context
from tests.digest.material import SENTENCES, item, snapshot

KEPT = Path(__file__).with_name("pages.png")
SCALE = 0.4
"""Pixels a point: type is grey at this size, so that another version of a font makes little difference."""
BLOCK = 12
PAGE_MEAN, BLOCK_MEAN = 1.0, 24.0
"""Of 255 steps of grey, how far a page may be off on average, and any square of BLOCK pixels."""


def issue() -> Snapshot:
    table = {"after": 1, "rows": [["企业", "配额（吨）"], ["甲厂", "12,000"], ["乙厂", "8,500"]]}
    document = item(3, doc_number="样环发〔2017〕7号", issuers=["样例省环境保护厅"], tables=[table])
    news = [item(number, paragraphs=list(SENTENCES * number)) for number in (1, 2)]
    return snapshot({"market": [item(9)], "policy": [document], "domestic": news})


def pictures(html: str) -> list[NDArray[np.float64]]:
    document = pypdfium2.PdfDocument(pdf.render(html, issue(), {}))
    made = [np.asarray(page.render(scale=SCALE).to_pil().convert("L"), dtype=np.float64) for page in document]
    document.close()
    return made


def page() -> str:
    return render("issue.html", context(issue()))


def faults(shown: list[NDArray[np.float64]]) -> list[str]:
    """What is not as it was, page by page."""
    strip = np.asarray(Image.open(KEPT), dtype=np.float64)
    width = shown[0].shape[1]
    if strip.shape != (shown[0].shape[0], width * len(shown)):
        return [f"{len(shown)} pages of {shown[0].shape}, not what {KEPT.name} holds"]
    found = []
    for number, now in enumerate(shown):
        off = np.abs(now - strip[:, number * width : (number + 1) * width])
        high, wide = (side // BLOCK * BLOCK for side in off.shape)
        blocks = off[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK).mean(axis=(1, 3))
        if off.mean() > PAGE_MEAN or blocks.max() > BLOCK_MEAN:
            found.append(f"page {number + 1}: {off.mean():.2f} on average, {blocks.max():.0f} at worst")
    return found


def test_the_pages_look_as_they_did(tmp_path: Path) -> None:
    shown, now = pictures(page()), tmp_path / KEPT.name
    Image.fromarray(np.hstack(shown).astype(np.uint8)).save(now, optimize=True)
    assert faults(shown) == [], f"now they look like {now}"


@pytest.mark.parametrize("change", [("2em", "0em"), ("columns: 2", "columns: 1"), ("bold 14.5pt", "bold 13pt")])
def test_the_measure_sees_a_change_of_style(change: tuple[str, str]) -> None:
    changed = page().replace(*change)
    assert changed != page()
    assert faults(pictures(changed))
