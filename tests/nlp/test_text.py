from hypothesis import given
from hypothesis import strategies as st

from nlp.text import fold, narrow, paragraphs, sentences, tidy


def test_two_spellings_of_one_name_fold_alike():
    assert fold("碳 K 线") == fold("碳Ｋ线") == fold(" 碳k线\n")


@given(st.text())
def test_narrow_keeps_every_place(text):
    assert len(narrow(text)) == len(text)


def test_narrow_reads_wide_figures_and_dashes():
    assert narrow("２０１７—５－１９，价　１６．４") == "2017-5-19,价 16.4"


def test_tidy_changes_marks_and_blanks_only():
    assert tidy("  企业 ，共 5 家\u200b, 含“ 两省五市” ") == "企业，共 5 家，含“两省五市”"
    assert tidy("配 额 发 放 表") == "配额发放表"
    assert tidy("法提赫•比罗尔") == "法提赫·比罗尔"
    assert tidy("23,910.5 元") == "23,910.5 元"


def test_paragraphs_and_sentences():
    assert paragraphs("一段\n\n  二段 \n") == ["一段", "二段"]
    assert sentences("他说：“涨了。”随后收市！\n明日休市") == ["他说：“涨了。”", "随后收市！", "明日休市"]
