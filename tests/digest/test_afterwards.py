"""A figure or a text that changes after publishing: an erratum, which the next issue prints."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from archive import articles, ledger
from archive.models import Erratum
from archive.records import QuoteRow
from tests.digest.conftest import LAST, NEWS, NOW, Put
from tests.digest.test_command import answer, ready, run

__all__ = ["ready"]
pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=3)


def test_a_revised_price_and_a_changed_text_become_errata_of_the_next_issue(put: Put, prices: None) -> None:
    put(url=NEWS.url)
    run("new", "1", "--date", "2017-05-19")
    answer("publish", "1", "--anyway", "试刊")
    assert answer("errata", "1") == []
    quote = QuoteRow(market="hubei", product="HBEA", day=LAST, close=Decimal("16.20"), volume_t=Decimal(2000))
    ledger.store([quote], source="hubei_daily", page=None, observed_at=LATER)
    changed = replace(NEWS, text=NEWS.text.replace("人数", "次数"))
    articles.store([changed], observed_at=LATER, page=None)
    found = {one["what"]: (one["old"], one["new"]) for one in answer("errata", "1")}  # type: ignore[attr-defined, index]
    assert found["湖北 HBEA 本周收盘"] == ("16.00 元/吨", "16.20 元/吨")
    assert any("次数" in new for what, (_, new) in found.items() if "原文有改动" in what)
    assert Erratum.objects.count() == 0
    assert "已登记" in run("errata", "1", "--keep").output
    assert Erratum.objects.count() == len(found)
    assert answer("errata", "1") == []


def test_a_draft_has_no_errata(put: Put) -> None:
    put()
    run("new", "1", "--date", "2017-05-19")
    assert "还没有发布" in run("errata", "1").output
