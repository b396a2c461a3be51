"""The sources at the desk: tried, noted, put to rest and woken."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from archive import health, noted
from crawlers.errors import ReadError
from crawlers.run import _chosen
from desk import sources

pytestmark = pytest.mark.django_db
NAME = "hubei_daily"


def test_a_source_that_rests_is_left_out_until_it_is_woken(editor: Client) -> None:
    assert editor.post(f"/desk/sources/{NAME}/", {"do": "rest", "note": " "}).status_code == 422
    assert NAME in {one.name for one in _chosen(None, None, None)}
    assert editor.post(f"/desk/sources/{NAME}/", {"do": "rest", "note": "网站检修到六月"}).status_code == 302
    assert NAME not in {one.name for one in _chosen(None, None, None)}
    assert [one.name for one in _chosen([NAME], None, None)] == [NAME]
    page = editor.get("/desk/sources/").content.decode()
    assert "alice：网站检修到六月" in page
    assert "停采" in page
    resting = next(one for one in sources.report() if one.source == NAME)
    assert (resting.state, resting.well) == ("resting", True)
    editor.post(f"/desk/sources/{NAME}/", {"do": "wake", "note": ""})
    assert NAME in {one.name for one in _chosen(None, None, None)}


def test_resting_hides_no_other_state(now: datetime) -> None:
    noted.say("one", "停", resting=True, who="alice", now=now)
    noted.say("two", "留意", resting=False, who="alice", now=now)
    report = health.report(dict.fromkeys(["one", "two"], timedelta(days=1)), now)
    assert [(line.source, line.state) for line in report] == [("two", "never"), ("one", "resting")]


def test_trying_shows_what_the_page_yields_and_stores_nothing(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawlers import fetching
    from crawlers.declaration import find
    from crawlers.samples import pages

    page, told = next(pair for pair in pages(find(NAME)) if pair[1].get("quotes"))
    moment = datetime.fromisoformat(str(told["clock"]))
    answer = fetching.Answer(str(told["url"]), 200, {"Content-Type": str(told["type"])}, page.read_bytes())
    monkeypatch.setattr(fetching, "fetch", lambda *_, **__: (moment, answer))
    shown = editor.post(f"/desk/sources/{NAME}/", {"do": "try"}).content.decode()
    assert "HBEA" in shown
    from archive.models import Page, Quote

    assert not Quote.objects.exists()
    assert not Page.objects.exists()


def test_a_try_that_fails_says_why(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawlers import fetching

    def silent(*_: object, **__: object) -> None:
        raise ReadError("网站没有答复")

    monkeypatch.setattr(fetching, "fetch", silent)
    answer = editor.post(f"/desk/sources/{NAME}/", {"do": "try"})
    assert answer.status_code == 422
    assert "网站没有答复" in answer.content.decode()


def test_strangers_and_unknown_sources(editor: Client) -> None:
    assert "⚠" not in editor.get(f"/desk/sources/{NAME}/").content.decode()  # what a misspelt name leaves on a page
    assert editor.get("/desk/sources/nobody/").status_code == 404
    assert Client().post(f"/desk/sources/{NAME}/", {"do": "try"}).status_code == 302
