"""`tanxun mentions`: the prices and volumes that a text states."""

import click


@click.command()
def command() -> None:
    """Read JSON lines of texts, answer the carbon prices, volumes and turnover that each states.

    \b
    in   {"id", "text", "published_on"?}
    out  {"id", "mentions": [{"market", "product", "day", "price", "volume_t", "turnover_cny", "kind",
                              "start", "end", "price_low", "price_high", "price_basis", "currency", "approx"}]}
    """
    from dataclasses import asdict
    from datetime import date
    from decimal import Decimal

    from nlp.dates import parse_date
    from nlp.mentions import find
    from tanxun.jsonlines import Row, answer

    def plain(value: object) -> object:
        """Write an exact decimal as a JSON number."""
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return value.isoformat() if isinstance(value, date) else value

    def one(row: Row) -> Row:
        printed = row.get("published_on")
        day = parse_date(printed) if printed else None
        if printed and day is None:
            raise ValueError(f"published_on {printed!r} is not a day like 2017-05-19")
        found = find(row["text"], day)
        return {"id": row.get("id"), "mentions": [{k: plain(v) for k, v in asdict(m).items()} for m in found]}

    answer(one)
