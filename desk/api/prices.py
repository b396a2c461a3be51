"""Figures: the ledger and the weekly table, streamed, as every edition has them."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import chain, islice
from typing import IO, Any, cast

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from archive import exports, markets, prices, week
from archive.exports import Column
from archive.prices import Price
from archive.rights import rules
from archive.week import WeekRow
from desk.api import asked
from desk.api.access import Ask, Caller, endpoint, etag, unchanged

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
PARAMETERS = ("market", "product", "from", "to", "as_of", "since")
CHUNK = 1000
IN_MEMORY = 2_000_000


@endpoint(*PARAMETERS)
def quotes(request: HttpRequest, who: Caller, kind: str) -> HttpResponseBase:
    """The ledger: what is known now, what was known at `as_of`, or every row stored after revision `since`."""
    revision = prices.newest_revision()
    tag = etag(request, who, revision)
    if same := unchanged(request, tag):
        return same
    response = _file(_rows(request, who), exports.QUOTE_COLUMNS, kind, "prices")
    response["ETag"] = tag
    response["X-Revision"] = str(revision)
    return response


@endpoint("ending", "from", "as_of")
def weekly(request: HttpRequest, who: Caller, kind: str) -> HttpResponseBase:
    """The weekly table: one row for each instrument between two days, both included."""
    ending, first = asked.day(request, "ending"), asked.day(request, "from")
    if ending is None:
        raise Ask("请用 ending=2017-05-18 说明哪一天为止。")
    first = first or ending - timedelta(days=7)  # as the bulletin: from a Thursday to the next
    if not timedelta(0) <= ending - first <= timedelta(days=31):
        raise Ask("from 应不晚于 ending，且相隔不超过 31 天。")
    tag = etag(request, who, prices.newest_revision())
    if same := unchanged(request, tag):
        return same
    rows = (row for row in week.table(first, ending, asked.moment(request, "as_of")) if _may_see_week(row, who))
    response = _file(rows, exports.WEEK_COLUMNS, kind, "week")
    response["ETag"] = tag
    return response


def visible(rows: Iterable[Price], who: Caller) -> Iterator[Price]:
    """Without the rows of sources whose figures are passed on to nobody, and without what others say of them."""
    withheld = () if "prices" in who.scopes else rules().withheld
    for row in rows:
        if row.source in withheld:
            continue
        heard = row.dispute and any(name in row.dispute for name in withheld)
        yield row._replace(dispute="") if heard else row


def _rows(request: HttpRequest, who: Caller) -> Iterator[Price]:
    chosen, product = _markets(asked.text(request, "market")), asked.text(request, "product")
    start, end = asked.day(request, "from"), asked.day(request, "to")
    as_of, since = asked.moment(request, "as_of"), asked.number(request, "since")
    if product and not chosen and all(product not in {p.id for p in one.products} for one in markets.all_markets()):
        raise Ask(f"没有品种 {product!r}。")
    for name in chosen if product else ():
        markets.product(name, product)
    if since is None:
        each = (
            prices.quotes(market=name, product=product, start=start, end=end, as_of=as_of) for name in chosen or [""]
        )
        return visible(chain.from_iterable(each), who)
    if start or end or as_of or len(chosen) > 1:
        raise Ask("since 是变更流，只能与一个 market、product 同用。")
    return visible(prices.since(since, market="".join(chosen), product=product), who)


def _markets(text: str) -> list[str]:
    """The ids between commas, each once. A wrong one is told before the first byte is sent: raises BadInput."""
    return [markets.market(name).id for name in dict.fromkeys(text.split(","))] if text else []


def _may_see_week(row: WeekRow, who: Caller) -> bool:
    return "prices" in who.scopes or not set(row.sources) & set(rules().withheld)


def _file(rows: Iterable[Any], columns: tuple[Column, ...], kind: str, name: str) -> HttpResponseBase:
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(_csv(iter(rows), columns), content_type=KINDS[kind])
        response["Content-Disposition"] = f'inline; filename="{name}.csv"'
        return response
    out = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the answer closes it
    try:
        exports.write(rows, columns, kind, out)
        out.seek(0)
    except BaseException:
        out.close()  # whatever ended it: there is no answer that would close the file
        raise
    return FileResponse(out, content_type=KINDS[kind], filename=f"{name}.{kind}", as_attachment=kind != "json")


def _csv(rows: Iterator[Any], columns: tuple[Column, ...]) -> Iterator[bytes]:
    """The export's own CSV in pieces: each piece has the heading, which only the first one keeps."""
    first = True
    while (piece := list(islice(rows, CHUNK))) or first:
        out = BytesIO()
        exports.write(piece, columns, "csv", out)
        data = out.getvalue()
        yield data if first else data.partition(b"\n")[2]
        first = False
