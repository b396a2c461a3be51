"""The addresses of the desk. Those of readers and of the API are permanent."""

from django.urls import path, register_converter

from desk import (
    article,
    feeds,
    house,
    inbox,
    issues,
    library,
    mailroom,
    pasting,
    press,
    prices,
    readers,
    saved,
    signing,
    subscribing,
    watch,
)
from desk.api import document, mentions, records
from desk.api import prices as figures


class Number:
    """An id or issue number that a database can hold."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Kind:
    """A format that figures come in."""

    regex = "csv|json|xlsx|parquet"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LetterKind(Kind):
    """A form of a letter."""

    regex = "html|txt"


register_converter(Number, "no")
register_converter(LetterKind, "letter")
register_converter(Kind, "kind")

READERS = [
    path("", readers.home, name="home"),
    path("issues/<no:number>/", readers.issue, name="issue"),
    path("issues/<no:number>/<str:name>", readers.edition, name="edition"),
    path("articles/", library.search, name="articles"),
    path("articles/<no:pk>/", library.article, name="article"),
    path("prices/", prices.page, name="prices"),
    path("subscribe/", subscribing.ask, name="subscribe"),
    path("subscribe/confirm/<str:token>/", subscribing.confirm, name="subscribe-confirm"),
    path("subscribe/leave/<str:token>/", subscribing.leave, name="subscribe-leave"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/<str:name>.atom", feeds.atom, name="atom"),
    path("feeds/<str:name>.json", feeds.json_feed, name="json-feed"),
]
PROGRAMS = [
    path("api/", document.index, name="api"),
    path("api/openapi.json", document.openapi, name="openapi"),
    path("api/prices.<kind:kind>", figures.quotes, name="api-prices"),
    path("api/week.<kind:kind>", figures.weekly, name="api-week"),
    path("api/articles.json", records.articles, name="api-articles"),
    path("api/articles/<no:pk>.json", records.article, name="api-article"),
    path("api/issues.json", records.issues, name="api-issues"),
    path("api/issues/<no:number>.json", records.issue, name="api-issue"),
    path("api/mentions.json", mentions.mentions, name="api-mentions"),
    path("api/health.json", records.alive, name="api-health"),
]
EDITORS = [
    path("desk/sign-in/", signing.sign_in, name="sign-in"),
    path("desk/sign-out/", signing.sign_out, name="sign-out"),
    path("desk/", inbox.show, name="inbox"),
    path("desk/paste/", pasting.paste, name="paste"),
    path("desk/undo/", inbox.undo, name="undo"),
    path("desk/articles/<no:pk>/", article.edit, name="edit-article"),
    path("desk/articles/<no:pk>/unsaved/", article.keep, name="keep-article"),
    path("desk/articles/<no:pk>/move/", inbox.move, name="move"),
    path("desk/articles/<no:pk>/versions/", article.versions, name="versions"),
    path("desk/pages/<no:pk>/", saved.show, name="saved-page"),
    path("desk/issues/", issues.index, name="desk-issues"),
    path("desk/issues/<no:number>/", issues.show, name="desk-issue"),
    path("desk/issues/<no:number>/items/<no:pk>/", issues.item, name="desk-item"),
    path("desk/issues/<no:number>/table/", issues.table, name="desk-table"),
    path("desk/issues/<no:number>/add/", issues.add, name="desk-add"),
    path("desk/issues/<no:number>/left-out/", issues.left_out, name="desk-left-out"),
    path("desk/issues/<no:number>/build/", press.build, name="desk-build"),
    path("desk/issues/<no:number>/progress/", press.progress, name="desk-progress"),
    path("desk/issues/<no:number>/publish/", press.publish, name="desk-publish"),
    path("desk/issues/<no:number>/waive/", press.waive, name="desk-waive"),
    path("desk/issues/<no:number>/items/<no:article>.pdf", issues.preview_item, name="desk-preview-item"),
    path("desk/issues/<no:number>/errata/", issues.erratum, name="desk-erratum"),
    path("desk/issues/<no:number>/files/<str:name>", issues.preview, name="desk-preview"),
    path("desk/issues/<no:number>/mail/", mailroom.show, name="desk-mail"),
    path("desk/issues/<no:number>/letter.<letter:kind>", mailroom.letter, name="desk-letter"),
    path("desk/quarantine/", house.quarantine, name="quarantine"),
    path("desk/sources/", watch.sources, name="sources"),
    path("desk/sources/<str:name>/", watch.source, name="source"),
    path("desk/corrections/", house.corrections, name="corrections"),
    path("desk/log/", house.log, name="log"),
    path("desk/keys/", house.keys, name="keys"),
    path("desk/keys/<no:pk>/revoke/", house.revoke, name="revoke"),
]
urlpatterns = [*READERS, *PROGRAMS, *EDITORS]
