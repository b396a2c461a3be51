"""Where everything came from: the runs of the spiders and the pages they were given."""

from django.db import models


class Run(models.Model):
    """One attempt of one source. There is a row for every attempt, also for one that was killed."""

    class State(models.TextChoices):
        OK = "ok", "正常"
        SHORT = "short", "偏少"
        STALE = "stale", "过期"
        LONG = "long", "偏多"
        DRIFT = "drift", "改版"
        BLOCKED = "blocked", "被拦"
        UNREACHABLE = "unreachable", "不通"
        CRASHED = "crashed", "中断"

    source = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="NULL: still running")
    clock = models.DateTimeField(help_text="the moment the pages stand for: a replay's own, else started_at")
    state = models.CharField(max_length=12, choices=State.choices, blank=True, help_text="blank: still running")
    replay = models.BooleanField(default=False)
    process = models.CharField(
        max_length=200, help_text="host/process id/its start, to tell a running crawl from a killed one"
    )
    pages = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0, help_text="records that the pages showed, new or not")
    stored = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0, help_text="rows or pages of the run that could not be read")
    newest = models.DateField(null=True, help_text="day of the newest record shown; NULL: none had a day")
    message = models.TextField(blank=True, help_text="what was wrong and what to do")

    class Meta:
        indexes = [models.Index(fields=["source", "-started_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, state="")
                | models.Q(ended_at__isnull=False) & ~models.Q(state=""),
                name="run_ends_with_a_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M} {self.state or 'running'}"


class Page(models.Model):
    """One answer of a web server. Its bytes lie in a WARC file, kept before anybody read them."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, help_text="NULL: read from a file by hand")
    source = models.CharField(max_length=64)
    url = models.TextField()
    asked = models.TextField(
        blank=True, default="", help_text="the address that was asked, where the answer came from another one"
    )
    fetched_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, help_text="of the body as it was read")
    warc = models.CharField(max_length=200, help_text="file below var/pages/")
    offset = models.PositiveBigIntegerField(help_text="where the record begins in that file, in bytes")

    class Meta:
        indexes = [models.Index(fields=["source", "-fetched_at"])]
        constraints = [models.UniqueConstraint(fields=["warc", "offset"], name="page_once")]

    def __str__(self) -> str:
        return self.url
