"""Freezing: the draft as it stands in the archive → one snapshot that no later change of the archive touches."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from archive import issues
from archive.models import Article, Erratum, Issue, Item, Run
from digest import followups, front, house, policy, sealed, shapes, weekrows
from digest.markup import mask_mobiles
from digest.sentences import lead
from nlp.keypoints import key_points

SHANGHAI = ZoneInfo("Asia/Shanghai")
BY = re.compile(r"（[A-Za-z0-9_.@+-]{1,150}）$")
"""Whose reason it is, as the desk notes it; the reason is printed, the account is not."""
FINE = {Run.State.OK, Run.State.SHORT, Run.State.LONG}
LATE = timedelta(days=2)
"""Runs up to the night after the day on the cover count: an issue of Friday may be built on Saturday."""


def freeze(issue: Issue, titles: Mapping[str, str] | None = None) -> shapes.Snapshot:
    """Collect all that the issue prints: texts, table, coverage, definitions, errata. Private numbers are masked.

    `titles` gives the printed names of sources by their declared names; the settings say whom to ask for them.
    The same archive gives the same snapshot. Raises BuildError.
    """
    ours, why = house.load(), _why_empty(issue)
    placed, known = issues.items(issue), followups.earlier(issue)
    names = titles if titles is not None else _declared()
    week = weekrows.rows(issue.first_day, issue.last_day, names)
    return sealed.seal(
        {
            "issue": {
                "number": issue.number,
                "date": issue.date.isoformat(),
                "first_day": issue.first_day.isoformat(),
                "last_day": issue.last_day.isoformat(),
                "sample": issue.sample,
            },
            "house": ours,
            "lead": issue.lead.splitlines() or lead(week),
            "policy_line": front.policy_line(one for one in placed if one.section == "policy"),
            "sections": [
                {
                    "id": key,
                    "name": name,
                    "why": why,
                    "items": [_item(one, known, ours["press"]) for one in placed if one.section == key],
                }
                for key, name in ours["sections"].items()
            ],
            "week": week,
            "quotes": weekrows.quotes(issue.first_day, issue.last_day),
            "calendar": policy.calendar(placed, issue.date),
            "coverage": _coverage(issue, names),
            "definitions": weekrows.used_definitions(week),
            "errata": [_erratum(fault) for fault in issues.due_errata(issue).select_related("issue")],
        }
    )


def _why_empty(issue: Issue) -> str:
    """The reason for which an editor set the rule on empty sections aside."""
    whys = {one.rule: one.because for one in issues.waivers(issue) if one.article_id is None}
    return BY.sub("", whys.get("empty_section", ""))


def _declared() -> dict[str, str]:
    """Source name → printed name. The digest may not read declarations; the settings say who may."""
    return {source.name: source.title for source in import_string(settings.DECLARED_SOURCES)()}


def wording(item: Item) -> shapes.Wording:
    """What the item says at this moment, as it would be printed."""
    article = item.article
    return {
        "title": mask_mobiles(item.title or article.title),
        "publisher": article.publisher_printed or article.publisher,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "doc_number": article.doc_number,
        "signed_on": article.signed_on.isoformat() if article.signed_on else None,
        "paragraphs": [mask_mobiles(line) for line in article.text.split("\n") if line.strip()],
        "tables": [_table(table, article.text) for table in article.tables],
    }


def _item(item: Item, known: Mapping[str, shapes.Earlier], press: str) -> shapes.Item:
    article = item.article
    return {
        **wording(item),
        "id": article.pk,
        "url": article.url,
        "official": article.official,
        "issuers": [str(issuer) for issuer in article.issuers],
        "attachments": [
            {"name": file.name, "url": file.url, "state": file.state}
            for file in sorted(article.attachments.all(), key=lambda file: file.pk)
        ],
        "reposts": [_repost(repost) for repost in sorted(article.reposts.all(), key=lambda repost: repost.pk)],
        "note": item.note,
        "condensed": item.condensed or (press == "summary" and not article.official),
        "trimmed": item.trimmed,
        "key_points": [mask_mobiles(point) for point in key_points(article.title, article.text)],
        "flags": [str(flag) for flag in article.flags],
        "card": policy.card(item),
        "follows": followups.follows(article, known),
    }


def _table(table: Mapping[str, Any], text: str) -> shapes.Table:
    """`after` counts lines of the text; blank ones, which are not printed, are taken off."""
    lines = text.split("\n")[: int(table["after"])]
    rows = [[mask_mobiles(str(cell)) for cell in row] for row in table["rows"]]
    return {"after": sum(1 for line in lines if line.strip()), "rows": rows}


def _repost(article: Article) -> shapes.Repost:
    day = article.published_on.isoformat() if article.published_on else None
    return {"publisher": article.publisher_printed or article.publisher, "published_on": day, "url": article.url}


def _coverage(issue: Issue, titles: Mapping[str, str]) -> shapes.Coverage:
    until = datetime.combine(issue.date + LATE, time.min, SHANGHAI)
    runs = issues.last_runs(until)
    newest = max((run.clock for run in runs), default=None)
    as_of = newest.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if newest else None
    return {"as_of": as_of, "sources": [_source(run, titles) for run in runs]}


def _source(run: Run, titles: Mapping[str, str]) -> shapes.Source:
    health = "ok" if run.state in FINE else "silent" if run.state == Run.State.STALE else "failed"
    return {
        "name": run.source,
        "title": titles.get(run.source, run.source),
        "health": health,
        "newest": run.newest.isoformat() if run.newest else None,
        "message": run.message,
    }


def _erratum(fault: Erratum) -> shapes.Correction:
    return {"number": fault.issue.number, "what": fault.what, "old": fault.old, "new": fault.new}
