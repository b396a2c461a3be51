"""The price ledger: append-only quotes, and the rows that were held back."""

from django.db import models

# 15 significant digits pass through SQLite's numbers unchanged; national turnover of a year needs 13 with its cents.
PRICE_DIGITS, PRICE_PLACES = 12, 4
AMOUNT_DIGITS, AMOUNT_PLACES = 15, 3


class Quote(models.Model):
    """What one source said of one instrument on one day. A changed figure is a new row; the old one stays.

    `id` is the revision: it grows with every row, so "everything since revision N" is the change feed.
    NULL in a figure: the source does not publish it, or there was no trade.
    """

    class Status(models.TextChoices):
        TRADED = "traded", "有成交"
        NO_TRADE = "no_trade", "无成交"
        CLOSED = "closed", "休市"
        MISSING = "missing", "缺数据"

    market = models.CharField(max_length=16)
    product = models.CharField(max_length=16)
    vintage = models.CharField(max_length=16, blank=True, help_text="blank: the instrument is not split by vintage")
    day = models.DateField()
    open = models.DecimalField(max_digits=PRICE_DIGITS, decimal_places=PRICE_PLACES, null=True)
    high = models.DecimalField(max_digits=PRICE_DIGITS, decimal_places=PRICE_PLACES, null=True)
    low = models.DecimalField(max_digits=PRICE_DIGITS, decimal_places=PRICE_PLACES, null=True)
    close = models.DecimalField(max_digits=PRICE_DIGITS, decimal_places=PRICE_PLACES, null=True)
    average = models.DecimalField(max_digits=PRICE_DIGITS, decimal_places=PRICE_PLACES, null=True)
    volume_t = models.DecimalField(max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES, null=True)
    turnover_cny = models.DecimalField(max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES, null=True)
    block_volume_t = models.DecimalField(max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES, null=True)
    block_turnover_cny = models.DecimalField(max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES, null=True)
    auction_volume_t = models.DecimalField(max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES, null=True)
    auction_turnover_cny = models.DecimalField(max_digits=AMOUNT_DIGITS, decimal_places=AMOUNT_PLACES, null=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    basis = models.CharField(max_length=40, blank=True, help_text="definition id of what the price means")
    currency = models.CharField(max_length=3, default="CNY")
    source = models.CharField(max_length=64)
    page = models.ForeignKey(
        "archive.Page", on_delete=models.PROTECT, null=True, help_text="NULL: imported from a file"
    )
    observed_at = models.DateTimeField()
    raw = models.JSONField(default=dict, help_text="heading → cell, as printed")
    flags = models.JSONField(default=list)
    accepted_because = models.TextField(blank=True, help_text="why an editor let it pass a check")

    class Meta:
        indexes = [
            models.Index(fields=["market", "product", "vintage", "day", "source", "id"]),
            models.Index(fields=["day", "market"]),
        ]

    def __str__(self) -> str:
        return f"{self.market} {self.product}{self.vintage} {self.day} r{self.pk}"


class Quarantine(models.Model):
    """A row that failed a check before storing: the check's name, the reason, the cells as printed."""

    class Decision(models.TextChoices):
        WAITING = "", "待定"
        ACCEPTED = "accepted", "放行"
        REJECTED = "rejected", "拒绝"

    source = models.CharField(max_length=64)
    page = models.ForeignKey(
        "archive.Page", on_delete=models.PROTECT, null=True, help_text="NULL: imported from a file"
    )
    held_at = models.DateTimeField()
    check_name = models.CharField(max_length=40)
    reason = models.TextField()
    row = models.JSONField(help_text="the quote as it was read, figures as text")
    digest = models.CharField(max_length=64, help_text="of source, check and row: the same fault is held once")
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.WAITING, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="fault_held_once")]
