"""One article out of one page: a pure function from bytes, headers and address to a record."""

from collections.abc import Mapping
from dataclasses import replace

from lxml.html import HtmlElement

from crawlers.errors import Drift, Hollow, ReadError
from crawlers.reading.attachments import find_attachments, named_only
from crawlers.reading.author import find_author
from crawlers.reading.blocks import blocks
from crawlers.reading.body import Body, find_body
from crawlers.reading.carried import carried_body
from crawlers.reading.clean import Cleaned, clean
from crawlers.reading.day import find_day
from crawlers.reading.decode import decode
from crawlers.reading.document import official_fields
from crawlers.reading.dom import PageTree, parse, visible, whole, without_noise
from crawlers.reading.head import Head, read_head
from crawlers.reading.pictures import find_pictures
from crawlers.reading.publisher import find_publisher
from crawlers.reading.record import Found, ReadArticle
from crawlers.reading.rule import PageRule, select
from crawlers.reading.sourcename import clean_name
from crawlers.reading.title import find_title
from crawlers.reading.verdict import is_list, no_body, refuse_challenge
from crawlers.reading.window import find_window, runs
from nlp.dates import find_date

# Below this a body with a file beside it is a cover letter.
_LETTER_CHARS = 200


def read_article(body: bytes, headers: Mapping[str, str], url: str = "", rule: PageRule | None = None) -> ReadArticle:
    """Read the article of a page.

    Raises Hollow where the page has none (what is known of it, title and day, is in the error's `known`), Blocked for
    a challenge, Drift where a place that `rule` names is not on the page, ReadError for bytes that are no page.
    """
    try:
        text, encoding = decode(body, headers)
        tree = parse(text)
        refuse_challenge(tree, url)
        return _read(tree, url, rule or PageRule(), encoding)
    except ReadError as error:
        raise error.at(url=url) from error


def _read(tree: PageTree, url: str, rule: PageRule, encoding: str) -> ReadArticle:
    head = read_head(tree)
    dropped = [element for place in rule.drop for element in select(tree.root, place)]
    title, found_title = _title(tree.root, head, rule)
    calm = without_noise(tree.root, dropped)
    body = _body(calm, rule)
    if body is None and not rule.body and (carried := carried_body(tree)) is not None:
        body = Body(tuple(blocks(without_noise(carried, []))), "data that the page carries", "medium")
    cleaned = clean(body.blocks, title, whole=body.sure == "high") if body else Cleaned()
    if not (cleaned.paragraphs or cleaned.tables) and (pictures := find_pictures(calm, tree.scripts, title)):
        body = Body(pictures, "pictures below the title", "medium")
        cleaned = clean(pictures, title)
        cleaned.flags.add("picture_only")
    article = ReadArticle(
        url=url,
        title=title,
        paragraphs=tuple(cleaned.paragraphs),
        tables=tuple(cleaned.tables),
        images=tuple(replace(one, url=whole(tree.root, url, one.url)) for one in cleaned.images),
        raw_text=cleaned.raw,
        encoding=encoding,
        found=_places(title=found_title, text=Found(body.where, body.sure) if body else None),
    )
    article = _with_files(article, tree, rule, cleaned.flags)
    article = _with_byline(article, tree, head, rule, cleaned.byline)
    if _is_empty(article, calm):
        error = no_body(tree, calm, url, title)
        day = article.found.get("published_on")
        # The days on a list are its items', unless the page's own data confirm one.
        sure = not is_list(calm) or (day is not None and day.sure == "high")
        hollow = replace(article, paragraphs=(), tables=(), images=(), attachments=())
        error.known = hollow if sure else replace(hollow, published_on=None, publisher="")
        raise error
    return article


def _is_empty(article: ReadArticle, calm: HtmlElement) -> bool:
    """True where nothing was read, or no more than the few lines that a list of links has about it."""
    if not (article.paragraphs or article.tables):
        return not (article.attachments or "picture_only" in article.flags) or is_list(calm)
    title, text = article.found.get("title"), article.found.get("text")
    sure = (title and title.sure == "high") or (text and text.sure == "high")
    return not sure and len(article.text) < _LETTER_CHARS and is_list(calm)


def _title(root: HtmlElement, head: Head, rule: PageRule) -> tuple[str, Found | None]:
    if rule.title:
        return _declared(root, rule.title, "title"), Found("declared", "high")
    return find_title(root, head)


def _body(root: HtmlElement, rule: PageRule) -> Body | None:
    if not rule.body:
        return find_body(root)
    elements = select(root, rule.body)
    if not elements:
        raise Drift(f"the body “{rule.body}” is not on the page: correct [page] body of the source")
    return Body(tuple(block for element in elements for block in blocks(element)), "declared", "high")


def _declared(root: HtmlElement, place: str, what: str) -> str:
    text = next((text for element in select(root, place) if (text := visible(element))), "")
    if not text:
        raise Drift(f"the {what} “{place}” is not on the page: correct [page] {what} of the source")
    return text


def _with_files(article: ReadArticle, tree: PageTree, rule: PageRule, flags: set[str]) -> ReadArticle:
    roots = select(tree.root, rule.attachments) if rule.attachments else [tree.root]
    linked = tuple(one for root in roots for one in find_attachments(root, tree.scripts, article.url))
    missing = named_only(article.paragraphs, linked)
    if missing:
        flags.add("missing_attachment")
    if linked and len("".join(article.paragraphs)) < _LETTER_CHARS:
        flags.add("text_in_attachment")
    return replace(article, attachments=linked + missing, flags=tuple(sorted(flags)))


def _with_byline(article: ReadArticle, tree: PageTree, head: Head, rule: PageRule, lead: str) -> ReadArticle:
    window = find_window(runs(tree.root), article.title, article.paragraphs)
    address = next((link.get("href") or "" for link in tree.root.iter("link") if link.get("rel") == "canonical"), "")
    day, found_day = find_day(window, head, article.url, address or head.metas.get("og:url", ""))
    if day is None and (day := find_date(lead)):
        found_day = Found("before the first sentence", "medium")
    publisher, found_publisher = find_publisher(window, head, article.url or address, "".join(article.paragraphs[:1]))
    author, found_author = find_author(window, head, tuple(article.raw_text.split("\n")))
    if rule.date:
        text = _declared(tree.root, rule.date, "date")
        day, found_day = find_date(text), Found("declared", "high")
        if day is None:
            raise Drift(f"the date “{rule.date}” holds no day (“{text[:40]}”): correct [page] date of the source")
    if rule.publisher:
        publisher = clean_name(_declared(tree.root, rule.publisher, "publisher"))
        found_publisher = Found("declared", "high")
    official, places = official_fields(tree.root, article.title, article.paragraphs)
    if day is None and official.keys() == {"index_number", "signed_on"} and not official["index_number"]:
        # Nobody issued it and it has no number: a day below a press text is the day it came out.
        day, found_day = official.pop("signed_on"), Found("the last lines of the text", "low")
        places.pop("signed_on")
    said = official.get("issuers", ())
    if said and places["issuers"].sure == "high" and (found_publisher is None or found_publisher.sure == "low"):
        publisher, found_publisher = said[0], places["issuers"]
    return replace(
        article,
        published_on=day,
        publisher=publisher,
        author=author,
        found={
            **article.found,
            **_places(published_on=found_day, publisher=found_publisher, author=found_author),
            **places,
        },
        **official,
    )


def _places(**found: Found | None) -> dict[str, Found]:
    return {name: place for name, place in found.items() if place is not None}


__all__ = ["Hollow", "PageRule", "ReadArticle", "read_article"]
