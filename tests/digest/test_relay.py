"""Lines that are kept between trials are the lines that would have been set."""

import pytest

from digest import pdf, relay
from digest.templating import render
from digest.view import context
from tests.digest.material import SENTENCES, item, snapshot


def issue() -> tuple[str, object]:
    table = {"after": 1, "rows": [["企业", "配额（吨）"], *([f"样例{n}厂", f"{n * 7},000"] for n in range(60))]}
    entries = [
        item(number, paragraphs=list(SENTENCES * (1 + number % 4)), tables=[table] if number == 3 else [])
        for number in range(8)
    ]
    made = snapshot({"domestic": entries})
    return render("issue.html", context(made)), made


def test_the_same_bytes_with_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    html, made = issue()
    kept = pdf.render(html, made, {})  # type: ignore[arg-type]
    from weasyprint.layout import block

    monkeypatch.setattr(relay, "install", lambda: None)
    monkeypatch.setattr(block, "iter_line_boxes", relay._stock)
    assert pdf.render(html, made, {}) == kept  # type: ignore[arg-type]


def test_most_lines_are_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, made_new = 0, 0
    real = relay._stock

    def counted(*given: object) -> object:
        nonlocal made_new
        for one in real(*given):
            made_new += 1
            yield one

    def seen(*given: object) -> object:
        nonlocal asked
        for one in through(*given):  # type: ignore[arg-type]
            asked += 1
            yield one

    through = relay.iter_line_boxes
    monkeypatch.setattr(relay, "_stock", counted)
    monkeypatch.setattr(relay, "iter_line_boxes", seen)
    html, made = issue()
    pdf.render(html, made, {})  # type: ignore[arg-type]
    assert made_new < 0.7 * asked
