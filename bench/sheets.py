"""The contact sheets of docs/img: python bench/sheets.py FOLDER, where FOLDER holds NUMBER.pdf and NUMBER.html.

The pages are those of the sample week: after a change of the look, `TANXUN_OFFLINE=1 make weekly`, then this, and look.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
SHEETS = {"issue-1": (1, 2, 3, 4, 5, 6), "issue-2": (10, 12, 15, 19, 29, 30), "issue-grey": (1, 2, 4, 10)}
"""Which pages stand on which sheet."""
WIDE, GAP, GROUND = 515, 8, (150, 156, 154)
"""Pixels of a page, pixels between two, the colour behind them."""
PLACES = {"light": ("#top", "#market"), "dark": ("#market", "#policy")}
"""Where the phone page is looked at, by day and by night."""
PHONE = {"width": 390, "height": 844}


def sheet(pictures: Sequence[Image.Image], across: int) -> Image.Image:
    """Pictures of one size in rows of so many."""
    wide, high = pictures[0].width + GAP, pictures[0].height + GAP
    made = Image.new("RGB", (across * wide + GAP, -(-len(pictures) // across) * high + GAP), GROUND)
    for place, picture in enumerate(pictures):
        made.paste(picture, (place % across * wide + GAP, place // across * high + GAP))
    return made


def printed(pdf: Path) -> dict[str, Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    made = {}
    for name, numbers in SHEETS.items():
        pages = [document[number - 1] for number in numbers if number <= len(document)]
        shown = [page.render(scale=WIDE / page.get_width()).to_pil() for page in pages]
        made[name] = sheet(
            [page.convert("L") for page in shown] if name.endswith("grey") else shown, 3 if len(shown) > 4 else 4
        )
    document.close()
    return made


def phone(page: Path, out: Path) -> Image.Image:
    """The phone page at 390 px in a real browser."""
    shots = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme, places in PLACES.items():
            tab = browser.new_context(color_scheme=scheme, viewport=PHONE).new_page()  # type: ignore[arg-type]
            tab.goto(page.as_uri())
            for place in places:
                tab.locator(place).first.evaluate("it => it.scrollIntoView()")
                tab.screenshot(path=out)
                shots.append(Image.open(out).convert("RGB"))
        browser.close()
    return sheet(shots, len(shots))


def main() -> None:
    (pdf,), (page,) = (sorted(Path(sys.argv[1]).resolve().glob(kind)) for kind in ("*.pdf", "*.html"))
    for name, made in {**printed(pdf), "issue-phone": phone(page, IMAGES / "issue-phone.png")}.items():
        # A palette of 256 is enough, and a third of the bytes.
        made.quantize(256, kmeans=1).save(IMAGES / f"{name}.png", optimize=True)
        print(IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
