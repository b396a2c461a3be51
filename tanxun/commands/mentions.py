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

    from nlp.mentions import find
    from tanxun.jsonlines import Row, answer, day_of, text_of

    def plain(value: object) -> object:
        """Write an exact decimal as a JSON number."""
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return value.isoformat() if isinstance(value, date) else value

    def one(row: Row) -> Row:
        found = find(text_of(row, "text"), day_of(row))
        return {"id": row.get("id"), "mentions": [{k: plain(v) for k, v in asdict(m).items()} for m in found]}

    answer(one)
