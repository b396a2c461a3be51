"""A small archive with something of everything, and all that is in it, for the tests of backups."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.models import Group, User

from archive import articles, ledger, pages, runs
from archive.models import Article, Attachment, Issue, Page, Quarantine, Quote, Run
from archive.records import ArticleRow, AttachmentRow, QuoteRow

BEA = QuoteRow(
    market="beijing",
    product="BEA",
    day=date(2017, 5, 17),
    average=Decimal("59.78"),
    volume_t=Decimal(8507),
    raw={"成交均价": "59.78"},
)
NEWS = ArticleRow(
    url="https://example.org/1",
    source="some_news",
    title="标题",
    text="第一段。\n第二段。",
    section="domestic",
    tables=({"after": 1, "rows": [["a", "b"]]},),
    attachments=(AttachmentRow(name="附件", url=""),),
)
MOMENT = datetime(2017, 5, 19, 1, 2, 3, 456789, tzinfo=UTC)


def fill(home: Path) -> None:
    run = runs.start("beijing_daily", MOMENT)
    with pages.PageStore() as store:
        page = store.keep(run, "https://example.org/list", 200, {"Content-Type": "text/html"}, b"<table>", MOMENT)
    bad = QuoteRow(market="beijing", product="XEA", day=date(2017, 5, 17))
    ledger.store([BEA, bad], source="beijing_daily", page=page, observed_at=MOMENT)
    articles.store([NEWS], observed_at=MOMENT, page=page)
    runs.finish(run, "ok", now=MOMENT + timedelta(minutes=1))
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.create(name="编辑"))
    Issue.objects.create(
        number=1, date=date(2017, 5, 19), first_day=date(2017, 5, 11), last_day=date(2017, 5, 18), created_at=MOMENT
    )
    (home / "var" / "issues" / "1").mkdir(parents=True)
    (home / "var" / "issues" / "1" / "1.pdf").write_bytes(b"%PDF")


def everything() -> dict[str, list[dict[str, object]]]:
    found = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Run, Page, Quote, Quarantine, Article, Attachment, Issue, User)
    }
    return {**found, "groups": list(User.groups.through.objects.values())}
