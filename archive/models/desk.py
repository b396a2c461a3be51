"""What the web face keeps: the words that search looks up, keys of programs, and who did what."""

from django.conf import settings
from django.db import models


class SearchEntry(models.Model):
    """Where the words of an article stand in the full-text index, and the facets it is counted by."""

    key = models.BigIntegerField(primary_key=True, help_text="day number × 2³² + a number of its own: newest last")
    article = models.OneToOneField("archive.Article", on_delete=models.CASCADE, related_name="search_entry")
    public = models.BooleanField()
    section = models.CharField(max_length=16)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        # Counting facets reads this index alone.
        indexes = [
            models.Index(fields=["public", "section", "year", "region", "publisher"], name="search_facet_counts")
        ]


class SearchQueue(models.Model):
    """Articles whose words are to be read again. Database triggers fill it, whoever writes the article."""

    id = models.BigAutoField(primary_key=True)
    article_id = models.BigIntegerField()


class Token(models.Model):
    """A program's key to the API. Only its hash is kept, so a stolen database opens nothing."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key")
    scopes = models.JSONField(default=list, help_text="prices, articles, issues, health")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, help_text="NULL: still good until it expires")


class AuditEntry(models.Model):
    """One thing that a person did or was refused at the desk. Rows are only ever added."""

    at = models.DateTimeField()
    who = models.CharField(max_length=150, help_text="user name as given; blank: nobody was signed in")
    address = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["what", "-at"]), models.Index(fields=["-at"])]


class Move(models.Model):
    """One step of an editor, so that it can be taken back. The labels it left are `Correction` rows."""

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="moves")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    before = models.JSONField(help_text="field → value before the step")
    after = models.JSONField(help_text="field → value after it")
    undone_at = models.DateTimeField(null=True, help_text="NULL: it stands")

    class Meta:
        indexes = [models.Index(fields=["made_by", "-id"])]


class Unsaved(models.Model):
    """What somebody has typed into an article's form and not saved yet, so that a closed window loses nothing."""

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="unsaved")
    who = models.CharField(max_length=150)
    at = models.DateTimeField()
    seen = models.CharField(max_length=16, help_text="the article's version that it was typed over")
    values = models.JSONField(help_text="form field → what is typed there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "who"], name="unsaved_once")]


class SourceNote(models.Model):
    """What editors say of a source: a note for the others, and whether it rests."""

    source = models.CharField(max_length=64, unique=True)
    resting = models.BooleanField(default=False, help_text="crawls that name no source leave it out")
    note = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
