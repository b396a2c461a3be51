"""What search needs of the database itself: a full-text index and the triggers that keep it true. Run by a migration.

A later migration that rebuilds archive_article on SQLite drops its triggers; a test looks for them, and `install`
puts them back.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIRST_WATCHED = ("title", "text", "publisher", "doc_number", "published_on", "section", "state")
WATCHED = (*FIRST_WATCHED, "region", "card")
"""Columns whose change has an article read again; a migration may name only columns that there were at its time."""
_NOTE = "INSERT INTO archive_searchqueue (article_id) VALUES (NEW.id)"
_SQLITE_INDEX = (
    # Without content: the texts stand in archive_article already. To the ascii tokenizer every character beyond ASCII
    # is part of a word; unicode61 loses characters that are newer than itself.
    "CREATE VIRTUAL TABLE IF NOT EXISTS archive_search USING fts5(words, content='', columnsize=0, "
    "tokenize=\"ascii tokenchars '_'\")"
)


def _sqlite(watched: tuple[str, ...]) -> tuple[str, ...]:
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in watched)
    return (
        _SQLITE_INDEX,
        "DROP TRIGGER IF EXISTS archive_article_new",
        f"CREATE TRIGGER archive_article_new AFTER INSERT ON archive_article BEGIN {_NOTE}; END",
        "DROP TRIGGER IF EXISTS archive_article_changed",
        f"CREATE TRIGGER archive_article_changed AFTER UPDATE ON archive_article WHEN {changed} BEGIN {_NOTE}; END",
    )


def _postgresql(watched: tuple[str, ...]) -> tuple[str, ...]:
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in watched)
    each = "FOR EACH ROW"
    note = "EXECUTE FUNCTION archive_note_article()"
    return (
        "CREATE TABLE IF NOT EXISTS archive_search (key bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS archive_search_words ON archive_search USING gin (words)",
        (
            "CREATE OR REPLACE FUNCTION archive_note_article() RETURNS trigger AS "
            f"$$ BEGIN {_NOTE}; RETURN NULL; END $$ LANGUAGE plpgsql"
        ),
        "DROP TRIGGER IF EXISTS archive_article_new ON archive_article",
        f"CREATE TRIGGER archive_article_new AFTER INSERT ON archive_article {each} {note}",
        "DROP TRIGGER IF EXISTS archive_article_changed ON archive_article",
        f"CREATE TRIGGER archive_article_changed AFTER UPDATE ON archive_article {each} WHEN ({changed}) {note}",
    )


def install(_apps: object, editor: BaseDatabaseSchemaEditor, watched: tuple[str, ...] = WATCHED) -> None:
    """Make index and triggers anew where they are missing, and note every article that is there already."""
    for statement in (_postgresql if editor.connection.vendor == "postgresql" else _sqlite)(watched):
        editor.execute(statement)
    editor.execute("INSERT INTO archive_searchqueue (article_id) SELECT id FROM archive_article")


def install_first(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """`install` for the columns that the first tables had."""
    install(apps, editor, FIRST_WATCHED)


def remove(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS archive_note_article() CASCADE")
    else:
        for name in ("archive_article_new", "archive_article_changed"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    editor.execute("DROP TABLE IF EXISTS archive_search")
