"""`tanxun metadata`: what a document says about itself."""

import click


@click.command()
def command() -> None:
    """Read JSON lines with id and text (and perhaps title); answer the day, publisher, number, issuers and day signed.

    \b
    in   {"id", "text", "title"?}
    out  {"id", "published_on", "publisher", "doc_number", "issuers", "signed_on"}
    """
    from nlp.metadata import read
    from tanxun.jsonlines import Row, answer, text_of

    def one(row: Row) -> Row:
        facts = read(text_of(row, "text"), text_of(row, "title"))
        return {
            "id": row.get("id"),
            "published_on": facts.published_on and facts.published_on.isoformat(),
            "publisher": facts.publisher,
            "doc_number": facts.doc_number,
            "issuers": list(facts.issuers),
            "signed_on": facts.signed_on and facts.signed_on.isoformat(),
        }

    answer(one)
