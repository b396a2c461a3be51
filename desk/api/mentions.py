"""Prices and volumes that articles state, each with its place in the text."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from archive import browse, markets
from archive.exports import as_json
from archive.models import Article
from desk.api import asked
from desk.api.access import Caller, endpoint
from desk.api.records import SEARCH, as_one, found
from nlp.mentions import find


@endpoint("article", "market", "product", *SEARCH)
def mentions(request: HttpRequest, who: Caller) -> HttpResponseBase:
    """Of one article, or of the articles that a search finds: `limit` counts articles, `next` goes on from there.

    Figures are facts and nobody's property; the texts around them are not given out here.
    """
    market, product = asked.text(request, "market"), asked.text(request, "product")
    if market:
        markets.market(market)
    if (number := asked.number(request, "article", least=1, most=2**31 - 1)) is not None:
        articles, more = [browse.public_article(number)], None
    else:
        hits, more = found(request)
        articles = hits.articles
    rows = [row for one in articles for row in _of(request, one)]
    kept = [row for row in rows if market in {"", row["market"]} and product in {"", row["product"]}]
    return as_one(request, who, {"articles_read": len(articles), "next": more, "mentions": kept})


def _of(request: HttpRequest, article: Article) -> list[dict[str, Any]]:
    about = {
        "article": article.pk,
        "page": request.build_absolute_uri(reverse("article", args=[article.pk])),
        "published_on": article.published_on and article.published_on.isoformat(),
    }
    said = find(article.text, article.published_on)
    return [about | {name: as_json(value) for name, value in asdict(one).items()} for one in said]
