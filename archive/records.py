"""What spiders and imports hand to the archive. Frozen, with units in the names."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, Self

FIGURES = (
    "open",
    "high",
    "low",
    "close",
    "average",
    "volume_t",
    "turnover_cny",
    "block_volume_t",
    "block_turnover_cny",
    "auction_volume_t",
    "auction_turnover_cny",
)
"""A quote's figures, in the ledger's order. Prices are currency per tonne."""
APART = FIGURES[-4:]
"""What exchanges publish beside listed trades: block trades and one-way auctions, in tonnes and yuan."""


PUBLISHED_TOTAL = "累计成交量"
"""The raw cell in which a notice prints how much was traded since the market opened, in tonnes."""

PUBLISHED_CHANGE = "较前一日涨跌幅"
"""The raw cell with the change of the close that is printed beside it, in per cent; its sign may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """One instrument on one day as one source printed it. None: the source does not print that figure."""

    market: str
    product: str
    day: date
    vintage: str = ""
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    close: Decimal | None = None
    average: Decimal | None = None
    volume_t: Decimal | None = None
    turnover_cny: Decimal | None = None
    block_volume_t: Decimal | None = None
    block_turnover_cny: Decimal | None = None
    auction_volume_t: Decimal | None = None
    auction_turnover_cny: Decimal | None = None
    status: str = "traded"
    basis: str = ""
    currency: str = "CNY"
    raw: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    def figures(self) -> dict[str, Decimal | None]:
        return {name: getattr(self, name) for name in FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """A file that a notice refers to. `state` as in `Attachment.State`."""

    name: str
    url: str
    state: str = "link"
    text: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """A notice or a news item as read from one page, with the judgement on it."""

    url: str
    source: str
    title: str
    text: str
    section: str
    section_by: str = "model"
    confidence: float | None = None
    abstain: bool = False
    reasons: tuple[str, ...] = ()
    raw_text: str = ""
    tables: tuple[Mapping[str, Any], ...] = ()
    images: tuple[Mapping[str, str], ...] = ()
    publisher: str = ""
    publisher_printed: str = ""
    author: str = ""
    published_on: date | None = None
    published_from: str = ""
    signed_on: date | None = None
    doc_number: str = ""
    issuers: tuple[str, ...] = ()
    index_number: str = ""
    official: bool = False
    region: str = ""
    flags: tuple[str, ...] = ()
    attachments: tuple[AttachmentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the records that were handed over."""

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    revised: int = 0
    quarantined: int = 0
    errors: tuple[str, ...] = ()

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))
