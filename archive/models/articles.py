"""Notices and news, their versions, what is attached to them, and what editors changed."""

from django.db import models

SECTIONS = {
    "market": "市场热点",
    "policy": "政策聚焦",
    "domestic": "国内资讯",
    "international": "国际资讯",
    "reading": "推荐阅读",
    "notice": "行业公告",
}
"""The bulletin's sections, in its order: id → printed name."""

OFFTOPIC = "offtopic"


class Article(models.Model):
    """A notice or a news item, as its newest version has it."""

    class State(models.TextChoices):
        NEW = "new", "待审"
        KEPT = "kept", "选用"
        SPIKED = "spiked", "弃用"
        PUBLISHED = "published", "已刊"

    class By(models.TextChoices):
        MODEL = "model", "模型"
        EDITOR = "editor", "编辑"

    identity = models.CharField(max_length=500, unique=True, help_text="issuer + document number, else canonical URL")
    source = models.CharField(max_length=64, help_text="the declared source that it was read from")
    url = models.TextField()
    url_key = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the canonical address")
    title = models.TextField()
    text = models.TextField(help_text="paragraphs, one a line; empty: the page had none, the attachments may")
    raw_text = models.TextField(blank=True, help_text="the text as printed, where cleaning changed it; else blank")
    source_text = models.TextField(
        null=True, help_text="the source's own wording, where an editor changed the text; NULL: `text` is it"
    )
    tables = models.JSONField(default=list, help_text="[{after: paragraph number, rows: [[cell, …], …]}]")
    images = models.JSONField(default=list, help_text="[{url, caption}]")
    publisher = models.CharField(max_length=200, blank=True, help_text="来源 in its normal form")
    publisher_printed = models.CharField(max_length=200, blank=True, help_text="来源 as printed; blank: none was")
    author = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, help_text="NULL: the page gives no day")
    published_from = models.CharField(max_length=200, blank=True, help_text="where that day was found")
    signed_on = models.DateField(null=True, help_text="成文日期; NULL: not a signed document, or not found")
    doc_number = models.CharField(max_length=120, blank=True, help_text="发文字号")
    issuers = models.JSONField(default=list)
    index_number = models.CharField(max_length=120, blank=True, help_text="索引号")
    card = models.JSONField(
        null=True,
        help_text="what an editor put on the policy card: field → value; NULL: all of it is read from the text",
    )
    official = models.BooleanField(default=False)
    region = models.CharField(
        max_length=20, blank=True, default="", help_text="a province, 全国, a country or bloc; blank: none is named"
    )
    flags = models.JSONField(default=list, help_text="what an editor should look at, in words")
    first_seen_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="when the text last changed at the source")
    page = models.ForeignKey(
        "archive.Page", on_delete=models.PROTECT, null=True, help_text="NULL: imported from a file"
    )
    section = models.CharField(max_length=16, help_text="a section's id, or offtopic")
    section_by = models.CharField(max_length=8, choices=By.choices, default=By.MODEL)
    confidence = models.FloatField(null=True, help_text="0 to 1; NULL: an editor decided")
    abstain = models.BooleanField(default=False, help_text="the model asks the editor")
    reasons = models.JSONField(default=list)
    original = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="reposts", help_text="NULL: tells its event first"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)

    class Meta:
        indexes = [
            models.Index(fields=["-first_seen_at"]),
            models.Index(fields=["section", "-published_on"]),
            models.Index(fields=["source", "-published_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> str:
        """The source's own text, whatever an editor made of it."""
        return self.text if self.source_text is None else self.source_text


class Version(models.Model):
    """What an article said before a later edit at its source."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    seen_at = models.DateTimeField(help_text="when this wording was first seen")
    replaced_at = models.DateTimeField()
    page = models.ForeignKey("archive.Page", on_delete=models.PROTECT, null=True)
    title = models.TextField()
    text = models.TextField()
    diff = models.TextField(help_text="unified diff from this wording to the next")


class Attachment(models.Model):
    """A file that a notice refers to."""

    class State(models.TextChoices):
        TEXT = "text", "已取文本"
        LINK = "link", "仅链接"
        MISSING = "missing", "缺失"
        SCAN = "scan", "扫描件，需识别"
        REFUSED = "refused", "拒收"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="attachments")
    name = models.TextField()
    url = models.TextField(blank=True, help_text="blank: named on the page, and not linked")
    state = models.CharField(max_length=8, choices=State.choices, default=State.LINK)
    text = models.TextField(blank=True)
    message = models.TextField(blank=True, help_text="why it was refused or is missing")
    page = models.ForeignKey("archive.Page", on_delete=models.PROTECT, null=True, help_text="NULL: not fetched")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "url"], condition=~models.Q(url=""), name="attachment_once"),
            models.UniqueConstraint(fields=["article", "name"], condition=models.Q(url=""), name="unlinked_once"),
        ]


class Correction(models.Model):
    """An editor's move: what it was, what it became, who and why. The model learns from these."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    old = models.TextField()
    new = models.TextField()
    why = models.TextField(blank=True)
