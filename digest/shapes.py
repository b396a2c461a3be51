"""The shape of a snapshot, the one file that every edition is rendered from.

Days are ISO text, figures are decimal text with the digits that are printed, None means "not there". Amounts: prices in
`currency` per tonne, `volume_t` in tonnes, `turnover_cny` in yuan, `*_pct` in per cent.
"""

from typing import TypedDict

FORMAT = 3
"""Raised when a field changes its meaning; an older snapshot is then refused by name."""


class IssueFacts(TypedDict):
    number: int
    date: str
    first_day: str
    last_day: str
    sample: bool


class Colours(TypedDict):
    """CSS colours in hexadecimal: `accent` of the house, `warm` of notes and remarks, `tint` of backgrounds."""

    accent: str
    warm: str
    tint: str


class House(TypedDict):
    """Who publishes, from data/house.toml."""

    name: str
    subtitle: str
    name_en: str
    publisher: str
    department: str
    press: str
    statement: str
    sample_statement: str
    contact: list[str]
    colours: Colours
    logo: str
    sections: dict[str, str]


class Table(TypedDict):
    after: int
    rows: list[list[str]]


class Attachment(TypedDict):
    name: str
    url: str
    state: str


class Repost(TypedDict):
    publisher: str
    published_on: str | None
    url: str


class Duty(TypedDict):
    who: str
    what: str
    by: str | None


class Card(TypedDict):
    """What nlp.cards read in a document; None and [] where the text does not say."""

    effective_on: str | None
    comments_until: str | None
    region: str | None
    sectors: list[str]
    duties: list[Duty]


class Earlier(TypedDict):
    """An item of an earlier issue that this one goes on with."""

    number: int
    title: str


class Due(TypedDict):
    """A day ahead that a text names; `until`: the last day of something. `first`: the first of a span."""

    day: str
    first: str | None
    kind: str
    until: bool
    item: int
    sentence: str


class Wording(TypedDict):
    """What an editor may have changed in a text since it was frozen. `tables[].after`: the paragraphs before it."""

    title: str
    publisher: str
    published_on: str | None
    doc_number: str
    signed_on: str | None
    paragraphs: list[str]
    tables: list[Table]


class Item(Wording):
    """One text of the issue, whole.

    `condensed`: its key points are printed; `trimmed`: it is printed without its annexes, which are attached.
    """

    id: int
    url: str
    official: bool
    issuers: list[str]
    attachments: list[Attachment]
    reposts: list[Repost]
    note: str
    condensed: bool
    trimmed: bool
    key_points: list[str]
    flags: list[str]
    card: Card | None
    follows: list[Earlier]


class Section(TypedDict):
    """`why`: what readers are told of a section without items."""

    id: str
    name: str
    why: str
    items: list[Item]


class Day(TypedDict):
    """One trading day of one instrument. `status`: traded, no_trade, closed or missing."""

    day: str
    status: str
    price: str | None
    volume_t: str | None


class Row(TypedDict):
    """One line of the weekly table: market × product × vintage. `printed` is how its exchange writes the instrument."""

    market: str
    market_name: str
    product: str
    product_name: str
    vintage: str
    printed: str
    currency: str
    basis: str
    close_day: str | None
    open: str | None
    high: str | None
    low: str | None
    close: str | None
    average: str | None
    change: str | None
    change_pct: str | None
    ytd_pct: str | None
    volume_t: str | None
    turnover_cny: str | None
    block_volume_t: str | None
    block_turnover_cny: str | None
    auction_volume_t: str | None
    auction_turnover_cny: str | None
    traded_days: int
    no_trade_days: int
    missing_days: int
    thin: bool
    record: str
    sources: list[str]
    dispute: str
    days: list[Day]
    history: list[Day]


class Ledger(TypedDict):
    """The ledger's rows of the window as `tanxun prices` gives them, every cell as text; "" is not published."""

    columns: list[str]
    rows: list[list[str]]


class Source(TypedDict):
    """How one declared source fared in its last run. `health`: ok, silent or failed."""

    name: str
    title: str
    health: str
    newest: str | None
    message: str


class Coverage(TypedDict):
    as_of: str | None
    sources: list[Source]


class Definition(TypedDict):
    id: str
    name: str
    text: str


class Correction(TypedDict):
    number: int
    what: str
    old: str
    new: str


class Snapshot(TypedDict):
    format: int
    issue: IssueFacts
    house: House
    lead: list[str]
    policy_line: str
    sections: list[Section]
    week: list[Row]
    quotes: Ledger
    calendar: list[Due]
    coverage: Coverage
    definitions: list[Definition]
    errata: list[Correction]
    sha256: str
