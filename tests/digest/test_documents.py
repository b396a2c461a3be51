"""How an official text is set, and what of it goes to the attached file."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from digest.annexes import begins, is_form
from digest.blocks import blocks
from digest.build import build
from digest.paragraphs import kinds, plain_title
from digest.shapes import Table
from tests.digest.material import item, snapshot
from tests.digest.reading import fold, running_text

NOTICE = [
    "关于印发样例办法的通知",
    "样发〔2017〕3号",
    "各有关单位：",
    "现将样例办法印发给你们，请遵照执行。",
    "附件：1.样例办法",
    "2.填报表",
    "样例市发展和改革委员会",
    "样例市财政局",
    "2017年5月8日",
    "样例办法",
    "第一章 总则",
    "第一条 为规范样例工作，制定本办法。",
    "一、基本要求",
    "（一）按时报送。逾期不予受理。",
    "附件2",
    "填报说明一段，" * 40,
]
FORM: Table = {"after": 16, "rows": [["单位", "煤", "油"], ["甲厂", "", ""], ["乙厂", "", ""]]}
DATA: Table = {"after": 12, "rows": [["地区", "目标"], ["甲县", "14"], ["乙县", ""], ["丙县", ""]]}


def document(**other: object) -> dict[str, object]:
    return item(
        1,
        title="关于印发样例办法的通知（样发〔2017〕3号）",
        doc_number="样发〔2017〕3号",
        issuers=["样例市发展和改革委员会"],
        signed_on="2017-05-08",
        paragraphs=NOTICE,
        tables=[DATA, FORM],
        **other,
    )  # type: ignore[return-value]


def test_each_paragraph_has_its_place() -> None:
    found = [one.kind for one in kinds(document())]  # type: ignore[arg-type]
    assert found[:4] == ["repeated", "number", "to", ""]
    assert found[6:9] == ["sign", "sign", "sign"]
    assert found[9:15] == ["chapter", "chapter", "lead", "head", "lead", "chapter"]
    assert kinds(document())[11].lead == "第一条"  # type: ignore[arg-type]


def test_news_has_no_addressee_and_no_signature() -> None:
    assert {one.kind for one in kinds(item(1, paragraphs=["各位读者：", "正文一段。", "2017年5月8日"]))} == {""}


@pytest.mark.parametrize(
    ("title", "number", "shown"),
    [
        ("关于甲的通知（样发〔2017〕3号）", "样发〔2017〕3号", "关于甲的通知"),
        ("关于甲的通知(样发〔2017〕 3 号)", "样发〔2017〕3号", "关于甲的通知"),
        ("关于转发样发〔2017〕3号的通知", "样发〔2017〕3号", "关于转发样发〔2017〕3号的通知"),
        ("关于甲的通知（别发〔2017〕3号）", "样发〔2017〕3号", "关于甲的通知（别发〔2017〕3号）"),
        ("关于甲的通知（试行）", "", "关于甲的通知（试行）"),
    ],
)
def test_a_title_does_not_repeat_the_number_of_the_card(title: str, number: str, shown: str) -> None:
    assert plain_title(item(1, title=title, doc_number=number)) == shown


def test_annexes_begin_behind_the_text_and_not_at_their_list() -> None:
    assert begins(NOTICE, [DATA, FORM]) == 14
    assert begins(NOTICE[:9], []) is None
    assert begins(["正文。", "附件1", "短"], []) is None


@pytest.mark.parametrize(
    ("rows", "form"),
    [
        ([["单位", "煤", "油"], ["甲厂", "", ""], ["乙厂", "", ""]], True),
        ([["年份", "产量", "备注"], ["XXXX 年", "", ""], ["XXXX 年", "——", ""], ["合计", "", ""]], True),
        ([["申请单位", "", "联系人", ""], ["地址", "", "电话", ""], ["意见", "", "日期", "年 月 日"]], True),
        ([["地区", "目标"], ["甲县", "14"], ["乙县", ""], ["丙县", ""], ["丁县", ""]], False),
        ([["序号", "项目", "备注"], ["1", "森林碳汇", ""], ["2", "光伏", ""], ["3", "沼气", ""]], False),
        ([["只有表头", ""]], False),
    ],
)
def test_a_form_is_told_from_a_table_with_gaps(rows: list[list[str]], form: bool) -> None:
    assert is_form({"after": 1, "rows": rows}) is form


def test_a_blank_form_is_told_in_a_line_and_kept_in_the_file(tmp_path: Path) -> None:
    built = build(snapshot({"policy": [document()]}), tmp_path)  # type: ignore[list-item]
    text = running_text(built.pdf)
    assert fold("（空白表，2 行，从略）") in text
    assert "丙县" in text
    assert "乙厂" not in text
    attached = dict(PdfReader(BytesIO(built.pdf.read_bytes())).attachments)["7-annexes.txt"][0].decode("utf-8-sig")
    assert "乙厂\t\t" in attached
    assert "填报说明一段" not in attached


def test_annexes_that_are_trimmed_are_all_in_the_file(tmp_path: Path) -> None:
    made = document(trimmed=True)
    assert [one.omitted for one in blocks(made) if one.omitted][-1].startswith("附件2（附件共")  # type: ignore[arg-type]
    built = build(snapshot({"policy": [made]}), tmp_path)  # type: ignore[list-item]
    assert "填报说明一段" not in running_text(built.pdf)
    assert "从略" in built.html.read_text(encoding="utf-8")
    attached = dict(PdfReader(BytesIO(built.pdf.read_bytes())).attachments)["7-annexes.txt"][0].decode("utf-8-sig")
    assert attached.count("填报说明一段，") == 40
    assert "乙厂" in attached
    assert "第一条" not in attached
