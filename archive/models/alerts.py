"""What people are told of without asking."""

from django.db import models


class Alert(models.Model):
    """Something a person should know. It is told once when it has begun, and once when it is over.

    An event (an issue is out, a price has moved) is only told.
    """

    key = models.CharField(max_length=200)
    text = models.TextField(help_text="what the last look saw, in one sentence")
    event = models.BooleanField(default=False, help_text="it happened; it is never over")
    began_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="NULL: nobody was told yet")
    over_at = models.DateTimeField(null=True, help_text="NULL: it goes on, or it is an event")
    over_told_at = models.DateTimeField(null=True, help_text="NULL: nobody was told that it is over")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(over_at=None), name="alert_goes_on_once")
        ]
