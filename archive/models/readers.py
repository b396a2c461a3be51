"""Who receives the bulletin, and what was sent to whom."""

from django.db import models


class Subscriber(models.Model):
    """A mail address that asked for the bulletin."""

    class State(models.TextChoices):
        ASKED = "asked", "待确认"
        ACTIVE = "active", "订阅中"
        LEFT = "left", "已退订"
        BOUNCED = "bounced", "退信"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class Delivery(models.Model):
    """One issue to one subscriber: written before the mail is sent, so that nothing goes out twice."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        FAILED = "failed", "失败"

    issue = models.ForeignKey("archive.Issue", on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tried_at = models.DateTimeField(null=True, help_text="NULL: not tried yet")
    message = models.TextField(blank=True, help_text="what the mail server said")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="issue_once_a_subscriber")]
