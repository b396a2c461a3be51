"""Issues of the bulletin, their items, and what had to be corrected afterwards."""

from django.db import models


class Issue(models.Model):
    """One number of the weekly. Numbers run on over the years, and weeks may be skipped."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        FROZEN = "frozen", "定稿"
        PUBLISHED = "published", "已发布"

    number = models.PositiveIntegerField(unique=True)
    date = models.DateField(help_text="the day on the cover")
    first_day = models.DateField(help_text="first trading day of the price table")
    last_day = models.DateField(help_text="last trading day of the price table")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    sample = models.BooleanField(
        default=False, help_text="样刊: built from the bundled sample, and says so on every page"
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    snapshot = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the frozen snapshot")
    lead = models.TextField(blank=True, help_text="the editor's lines of the front page; blank: made from the figures")

    def __str__(self) -> str:
        return f"总第{self.number}期 {self.date}"


class Item(models.Model):
    """An article in an issue, as the editor placed it."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey("archive.Article", on_delete=models.PROTECT, related_name="items")
    section = models.CharField(max_length=16)
    position = models.PositiveIntegerField()
    title = models.TextField(blank=True, help_text="the editor's title; blank: the article's own")
    note = models.TextField(blank=True, help_text="编者按")
    condensed = models.BooleanField(default=False, help_text="print the key points instead of the full text")
    trimmed = models.BooleanField(default=False, help_text="print the text without its annexes, which are attached")

    class Meta:
        ordering = ["issue", "position"]
        constraints = [models.UniqueConstraint(fields=["issue", "article"], name="article_once_an_issue")]


class Erratum(models.Model):
    """A fault in a published issue, and the issue that prints the correction."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="errata")
    found_at = models.DateTimeField()
    what = models.TextField()
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    article = models.ForeignKey(
        "archive.Article", on_delete=models.PROTECT, null=True, help_text="NULL: not about a text"
    )
    quote = models.ForeignKey(
        "archive.Quote", on_delete=models.PROTECT, null=True, help_text="NULL: not about a figure"
    )
    printed_in = models.ForeignKey(
        Issue, on_delete=models.PROTECT, null=True, related_name="prints", help_text="NULL: not printed yet"
    )


class Waiver(models.Model):
    """A rule of `tanxun issue check` that an editor set aside for one item of an issue, or for the issue, and why."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="waivers")
    rule = models.CharField(max_length=24)
    article = models.ForeignKey(
        "archive.Article", on_delete=models.PROTECT, null=True, help_text="NULL: the rule is about the issue itself"
    )
    because = models.TextField()
    waived_at = models.DateTimeField()
