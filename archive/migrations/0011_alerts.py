from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0010_region"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("text", models.TextField(help_text="what the last look saw, in one sentence")),
                ("event", models.BooleanField(default=False, help_text="it happened; it is never over")),
                ("began_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(help_text="NULL: nobody was told yet", null=True)),
                ("over_at", models.DateTimeField(help_text="NULL: it goes on, or it is an event", null=True)),
                ("over_told_at", models.DateTimeField(help_text="NULL: nobody was told that it is over", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("over_at", None)), fields=("key",), name="alert_goes_on_once"
                    )
                ],
            },
        ),
    ]
