"""`datapackage.json`: what the files of prices hold, in the Frictionless standard, for programs that read by it."""

import json
from typing import Any

from archive import definitions, markets
from archive.columns import QUOTE_COLUMNS, Column
from archive.models import Quote

TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "day": {"type": "date"},
    "moment": {"type": "datetime", "format": "any"},
    "price": {"type": "number", "constraints": {"minimum": 0}},
    "amount": {"type": "number", "constraints": {"minimum": 0}},
    "count": {"type": "integer"},
    "flag": {"type": "boolean"},
}
FORMS: dict[str, dict[str, Any]] = {
    "csv": {"mediatype": "text/csv", "encoding": "utf-8"},
    "xlsx": {
        "mediatype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "dialect": {"sheet": "行情"},
    },
    "parquet": {"mediatype": "application/vnd.apache.parquet", "type": "file"},
}
"""What else is said of a file, by the ending of its name."""
KEY = ["market", "product", "vintage", "day"]
SAYS = {
    "market": "market id, data/markets.toml",
    "product": "product id, data/markets.toml",
    "vintage": "year of the allowance; empty: not split by year, or the price over all years",
    "day": "trading day in Shanghai",
    "open": "currency per tonne",
    "high": "currency per tonne",
    "low": "currency per tonne",
    "close": "currency per tonne; `basis` says what it means",
    "average": "currency per tonne; `basis` says what it means",
    "volume_t": "tonnes; listed trades, or all where `basis` says so",
    "turnover_cny": "yuan; counts the trades that volume_t counts",
    "block_volume_t": "tonnes of block trades, where they are published apart",
    "block_turnover_cny": "yuan of block trades, where they are published apart",
    "auction_volume_t": "tonnes of one-way auctions (单向竞价), where they are published apart",
    "auction_turnover_cny": "yuan of one-way auctions (单向竞价), where they are published apart",
    "status": "whether anybody traded",
    "basis": "id of the price's definition, data/definitions.toml",
    "currency": "ISO 4217",
    "source": "who said so; of several the highest in rank",
    "observed_at": "when it was seen, UTC",
    "revision": "grows with every row that is stored; `tanxun prices --since` asks by it",
    "flags": "how it was read, in words: rounded, carried, block_only, auction_only, closed_day, jump, accepted",
    "dispute": "which other source says otherwise, and what",
}


def describe(files: list[str]) -> str:
    """The description of these files, all with the columns of the ledger, as JSON text."""
    package = {
        "name": "tanxun-prices",
        "title": "碳市场行情 · Carbon prices of the Chinese markets",
        "profile": "data-package",
        "resources": [_resource(file) for file in sorted(files)],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(file: str) -> dict[str, Any]:
    name, _, kind = file.rpartition(".")
    told = {"name": name if kind == "csv" else f"{name}-{kind}", "path": file, "format": kind, **FORMS[kind]}
    if kind != "parquet":  # that one says itself what its columns are
        told["profile"] = "tabular-data-resource"
        told["schema"] = {"fields": [_field(column) for column in QUOTE_COLUMNS], "primaryKey": KEY}
    return told


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "description": SAYS[column.name], **TYPES[column.kind]}
    known = {
        "market": [market.id for market in markets.all_markets()],
        "status": list(Quote.Status.values),
        "basis": list(definitions.all_definitions()),
    }
    if column.name in known:
        field["constraints"] = {"enum": known[column.name]}
    return field
