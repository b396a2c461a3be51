"""Who receives the bulletin, what was sent to whom, and how each mail ended."""

from django.db import models


class Subscriber(models.Model):
    """A mail address that asked for the bulletin. Whoever wants to be forgotten leaves a row without an address."""

    class State(models.TextChoices):
        ASKED = "asked", "待确认"
        ACTIVE = "active", "订阅中"
        LEFT = "left", "已退订"
        BOUNCED = "bounced", "退信"

    email = models.EmailField(unique=True, null=True, help_text="lower case; NULL: removed on request")
    digest = models.CharField(
        max_length=64, unique=True, help_text="keyed hash of the address: the ledger stays true when it is removed"
    )
    pdf = models.BooleanField(default=True, help_text="wants the PDF attached, where it is small enough")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class Mailing(models.Model):
    """One letter to many: an issue, or the corrections of one for those who got it."""

    issue = models.ForeignKey("archive.Issue", on_delete=models.PROTECT, related_name="mailings")
    through = models.BigIntegerField(default=0, help_text="0: the issue itself; else the last erratum it tells")
    tested = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the letter that was sent as a test")
    started_at = models.DateTimeField(null=True, help_text="NULL: only tested so far; its recipients are fixed then")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "through"], name="letter_once")]


class Delivery(models.Model):
    """One letter to one subscriber. It is claimed before it is handed over, so that nothing goes out twice.

    waiting → claimed → sent | refused, back to waiting when surely nothing was handed over, or unclear: the line broke
    or the process died between handing over and the answer. A person settles what is unclear. sent → bounced later.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        CLAIMED = "claimed", "发送中"
        SENT = "sent", "已发"
        REFUSED = "refused", "被拒收"
        UNCLEAR = "unclear", "不确定"
        BOUNCED = "bounced", "退信"
        SKIPPED = "skipped", "已退订，未发"

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message_id = models.CharField(max_length=120, blank=True, help_text="blank: not handed over yet")
    tried_at = models.DateTimeField(null=True, help_text="NULL: not tried yet")
    told = models.TextField(blank=True, help_text="what the mail server or a person said, without addresses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "subscriber"], name="letter_once_a_subscriber")]
        indexes = [models.Index(fields=["message_id"], name="delivery_message")]
