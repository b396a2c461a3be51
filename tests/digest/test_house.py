"""Another publisher: name, logo, colours, sections and colophon from one file, in every edition."""

from pathlib import Path

import pytest

from digest import house
from digest.build import build
from digest.errors import BuildError
from tests.digest.material import snapshot
from tests.digest.reading import running_text

LOGO = (
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z"/></svg>'
)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Green-grey to wine red, the notices first, a logo, a telephone."""
    text = house.HOUSE.read_text(encoding="utf-8")
    for old, new in {
        '"碳讯"': '"样例低碳观察周报"',
        '"碳讯编辑部"': '"样例研究院"',
        '"#0c5c56"': '"#6a1b2d"',
        "contact = []": 'contact = ["电话：010-00000000"]',
        'logo = ""': 'logo = "logo.svg"',
        'market        = "市场热点"\n': 'notice        = "公告栏"\nmarket        = "行情"\n',
        'notice        = "行业公告"\n': "",
    }.items():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    path = tmp_path / "house.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_file_changes_every_edition(other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "HOUSE", other)
    built = build(snapshot(), tmp_path / "out", draft=True)
    text, page = running_text(built.pdf), built.html.read_text(encoding="utf-8")
    for words in ("样例低碳观察周报", "样例研究院", "010-00000000", "公告栏", "草稿"):
        assert words in text, words
        assert words in page, words
    assert "碳讯" not in page
    assert text.index("【公告栏】") < text.index("【行情】")
    assert "#6a1b2d" in page
    assert "#0c5c56" not in page
    assert 'd="M0 0h10v10z"' in page


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"#6a1b2d"', '"red"', "六位颜色"),
        ('policy        = "政策聚焦"', 'policy        = "行情"', "不能为空，也不能重复"),
        ('policy        = "政策聚焦"\n', "", "必须正好是"),
        ('"logo.svg"', '"none.svg"', "无法读取"),
        ('logo = "logo.svg"\n', "", "缺少 house.toml.logo"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(other: Path, old: str, new: str, told: str) -> None:
    text = other.read_text(encoding="utf-8")
    assert old in text
    other.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError, match=told):
        house.load(other)


@pytest.mark.parametrize("inside", ["<script>1</script>", '<a href="http://example.org">x</a>', "<style>p{}</style>"])
def test_a_logo_that_could_fetch_or_run_is_refused(other: Path, inside: str) -> None:
    (other.parent / "logo.svg").write_text(LOGO.replace("</svg>", f"{inside}</svg>"), encoding="utf-8")
    with pytest.raises(BuildError, match="只有线条和色块"):
        house.load(other)
