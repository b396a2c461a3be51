"""What we know, as tables. Raw text stays beside every parsed value, and each NULL means one thing."""

from archive.models.alerts import Alert
from archive.models.articles import Article, Attachment, Correction, Version
from archive.models.desk import AuditEntry, Move, SearchEntry, SearchQueue, SourceNote, Token, Unsaved
from archive.models.issues import Erratum, Issue, Item, Waiver
from archive.models.pages import Page, Run
from archive.models.quotes import Quarantine, Quote
from archive.models.readers import Delivery, Mailing, Subscriber

__all__ = [
    "Alert",
    "Article",
    "Attachment",
    "AuditEntry",
    "Correction",
    "Delivery",
    "Erratum",
    "Issue",
    "Item",
    "Mailing",
    "Move",
    "Page",
    "Quarantine",
    "Quote",
    "Run",
    "SearchEntry",
    "SearchQueue",
    "SourceNote",
    "Subscriber",
    "Token",
    "Unsaved",
    "Version",
    "Waiver",
]
