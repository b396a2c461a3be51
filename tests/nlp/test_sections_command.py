"""`tanxun classify` as a program."""

import json
import subprocess
import sys

GOOD = {
    "id": "a",
    "title": "某试点碳市场上周成交放量",
    "text": "上周碳配额成交42万吨，成交额2300万元，收盘价56.2元/吨。",
}


def _ask(*lines: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "tanxun", "classify"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_lines_are_answered_in_order_and_a_bad_line_stops_nothing() -> None:
    bad = ["{", '{"id": "b", "title": "甲"}', '{"id": "c", "title": 7, "text": "乙"}', '{"id": "d", "text": " "}']
    odd = '{"id": "e", "title": "甲", "text": "乙", "published_on": "soon"}'
    answers = _ask(
        json.dumps(GOOD), *bad, odd, json.dumps(GOOD | {"id": "f", "published_on": "2017-05-19", "url": None})
    )
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "d", "e", "f"]
    assert all("error" in answer for answer in answers[1:6])
    assert set(answers[0]) == {"id", "section", "confidence", "abstain", "reasons"}
    assert answers[0]["section"] == "market"
    assert answers[6] == answers[0] | {"id": "f"}


def test_judging_needs_neither_scikit_learn_nor_pandas() -> None:
    code = (
        "import sys; from nlp.records import Document; from nlp.sections import judge; judge(Document('碳市场', ''));"
    )
    code += "print([name for name in ('sklearn', 'numpy', 'pandas', 'django') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
