"""What search needs of the database itself: a full-text index and the triggers that keep it true. Run by a migration.

A later migration that rebuilds archive_article on SQLite drops its triggers; a test looks for them, and `install`
puts them back.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WATCHED = ("title", "text", "publisher", "doc_number", "published_on", "section", "state")

_CHANGED = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in WATCHED)
_CHANGED_PG = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WATCHED)
_NOTE = "INSERT INTO archive_searchqueue (article_id) VALUES (NEW.id)"

SQLITE = (
    # Without content: the texts stand in archive_article already. To the ascii tokenizer every character beyond ASCII
    # is part of a word; unicode61 loses characters that are newer than itself.
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS archive_search USING fts5(words, content='', columnsize=0, "
        "tokenize=\"ascii tokenchars '_'\")"
    ),
    f"CREATE TRIGGER IF NOT EXISTS archive_article_new AFTER INSERT ON archive_article BEGIN {_NOTE}; END",
    (
        f"CREATE TRIGGER IF NOT EXISTS archive_article_changed AFTER UPDATE ON archive_article WHEN {_CHANGED} "
        f"BEGIN {_NOTE}; END"
    ),
)
POSTGRESQL = (
    "CREATE TABLE IF NOT EXISTS archive_search (key bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS archive_search_words ON archive_search USING gin (words)",
    (
        "CREATE OR REPLACE FUNCTION archive_note_article() RETURNS trigger AS "
        f"$$ BEGIN {_NOTE}; RETURN NULL; END $$ LANGUAGE plpgsql"
    ),
    "DROP TRIGGER IF EXISTS archive_article_new ON archive_article",
    (
        "CREATE TRIGGER archive_article_new AFTER INSERT ON archive_article FOR EACH ROW "
        "EXECUTE FUNCTION archive_note_article()"
    ),
    "DROP TRIGGER IF EXISTS archive_article_changed ON archive_article",
    (
        f"CREATE TRIGGER archive_article_changed AFTER UPDATE ON archive_article FOR EACH ROW WHEN ({_CHANGED_PG}) "
        "EXECUTE FUNCTION archive_note_article()"
    ),
)


def install(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make index and triggers where they are missing, and note every article that is there already."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)
    editor.execute("INSERT INTO archive_searchqueue (article_id) SELECT id FROM archive_article")


def remove(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS archive_note_article() CASCADE")
    else:
        for name in ("archive_article_new", "archive_article_changed"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    editor.execute("DROP TABLE IF EXISTS archive_search")
