"""The word lists that editors change."""

from pathlib import Path

import pytest

from nlp import lexicon
from nlp.errors import BadFile
from nlp.sections.words import cut


def _list(folder: Path, text: str, name: str = "words.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_terms_are_found_longest_first_and_counted(tmp_path: Path) -> None:
    words = lexicon.load(_list(tmp_path, '[a]\nlabel = "甲"\nterms = ["碳市场", "碳"]\n'.replace('"碳"', '"市场"')))
    assert words.find("碳市场与市场") == {"a": {"碳市场": 1, "市场": 1}}


def test_a_latin_term_is_a_whole_word(tmp_path: Path) -> None:
    words = lexicon.load(_list(tmp_path, '[a]\nlabel = "甲"\nterms = ["CER"]\n'))
    assert words.find("ccer成交") == {}
    assert words.find("购买cer成交") == {"a": {"cer": 1}}


def test_terms_match_in_any_width_and_case(tmp_path: Path) -> None:
    words = lexicon.load(_list(tmp_path, '[a]\nlabel = "甲"\nterms = ["ＣＣＥＲ"]\n'))
    assert words.terms == ["ccer"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a\n", "cannot be read"),
        ('[a]\nlabel = "甲"\n', "exactly a label and terms"),
        ('[a]\nlabel = "甲"\nterms = ["碳"]\n', "shorter than two"),
        ('[a]\nlabel = "甲"\nterms = [1]\n', "list of strings"),
    ],
)
def test_a_spoilt_list_is_refused_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said) as refused:
        lexicon.load(_list(tmp_path, text))
    assert "words.toml" in str(refused.value)


def test_one_group_in_two_lists_is_refused(tmp_path: Path) -> None:
    group = '[a]\nlabel = "甲"\nterms = ["碳市场"]\n'
    _list(tmp_path, group, "one.toml")
    with pytest.raises(BadFile, match=r"\[a\]"):
        lexicon.load(_list(tmp_path, group, "two.toml"))


def test_no_lists_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="restore"):
        lexicon.load(tmp_path)


def test_the_terms_of_the_lists_are_words_for_jieba() -> None:
    assert {"碳排放权", "配额清缴", "核证自愿减排量", "碳普惠"} & set(cut("碳普惠、碳排放权与核证自愿减排量")) == {
        "碳排放权",
        "核证自愿减排量",
        "碳普惠",
    }
