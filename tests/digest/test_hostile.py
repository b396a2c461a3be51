"""What is smuggled in stays words; the renderer fetches nothing, and whatever it complains of stops the build."""

import logging
from pathlib import Path

import pytest

import digest.build
from digest.build import build
from digest.errors import BuildError, RenderFault
from digest.pdf import _refuse
from tests.digest.material import item, row, snapshot
from tests.digest.reading import fold, running_text

HOSTILE = (
    "<script>alert(1)</script>",
    "<iframe src='file:///etc/passwd'></iframe>",
    "<img src='http://169.254.169.254/latest/meta-data'>",
    "<style>@import url(file:///etc/passwd)</style>",
    "{{ issue.number }}{% include 'bulletin/print.css' %}",
    "</style></p></article>&lt;b&gt;",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(words: str, tmp_path: Path) -> None:
    entry = item(
        title=words,
        publisher=words,
        doc_number=words,
        issuers=[words],
        paragraphs=[words],
        note=words,
        url="javascript:alert(1)",
        tables=[{"after": 1, "rows": [[words, "乙"], [words, words]]}],
        attachments=[{"name": words, "url": "file:///etc/passwd", "state": "link"}],
        reposts=[{"publisher": words, "published_on": None, "url": words}],
    )
    built = build(snapshot({"market": [entry]}), tmp_path)
    assert running_text(built.pdf).count(fold(words)) >= 6
    page = built.html.read_text(encoding="utf-8")
    assert words not in page
    assert "javascript:" not in page
    assert "file:" not in page.replace("src=&#x27;file:", "").replace("url(file:", "")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://169.254.169.254/", "https://example.org/a.css", "data:,x"]
)
def test_the_renderer_fetches_nothing(url: str) -> None:
    with pytest.raises(RenderFault, match="不读取任何外部内容"):
        _refuse(url)


def test_a_lost_glyph_stops_the_build_and_is_named(tmp_path: Path) -> None:
    entry = item(title="带有私用字的标题", paragraphs=["这里有一个字\ue123库中没有。"])
    with pytest.raises(BuildError, match="U\\+E123"):
        build(snapshot({"market": [entry]}), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_any_other_warning_stops_the_build_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render = digest.build.render
    monkeypatch.setattr(
        digest.build,
        "render",
        lambda name, context: render(name, context).replace("</style>", "p{colour:red}</style>", 1),
    )
    with pytest.raises(BuildError, match="colour"):
        build(snapshot(), tmp_path)


def test_the_renderer_is_quiet_about_a_sound_issue(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.WARNING, "weasyprint")
    build(snapshot(week=[row()]), tmp_path)
    assert caplog.records == []
