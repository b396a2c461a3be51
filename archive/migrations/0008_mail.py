import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The ledger of mail. The two tables of 0001 are made anew: no version ever wrote a row into them."""

    dependencies = [("archive", "0007_auction")]

    operations = [
        migrations.DeleteModel(name="Delivery"),
        migrations.DeleteModel(name="Subscriber"),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "email",
                    models.EmailField(
                        help_text="lower case; NULL: removed on request", max_length=254, null=True, unique=True
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="keyed hash of the address: the ledger stays true when it is removed",
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "pdf",
                    models.BooleanField(default=True, help_text="wants the PDF attached, where it is small enough"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待确认"), ("active", "订阅中"), ("left", "已退订"), ("bounced", "退信")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "through",
                    models.BigIntegerField(default=0, help_text="0: the issue itself; else the last erratum it tells"),
                ),
                (
                    "tested",
                    models.CharField(
                        blank=True, help_text="SHA-256 of the letter that was sent as a test", max_length=64
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        help_text="NULL: only tested so far; its recipients are fixed then", null=True
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mailings", to="archive.issue"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发"),
                            ("claimed", "发送中"),
                            ("sent", "已发"),
                            ("refused", "被拒收"),
                            ("unclear", "不确定"),
                            ("bounced", "退信"),
                            ("skipped", "已退订，未发"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("message_id", models.CharField(blank=True, help_text="blank: not handed over yet", max_length=120)),
                ("tried_at", models.DateTimeField(help_text="NULL: not tried yet", null=True)),
                (
                    "told",
                    models.TextField(blank=True, help_text="what the mail server or a person said, without addresses"),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="archive.mailing"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="archive.subscriber"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(fields=("issue", "through"), name="letter_once"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["message_id"], name="delivery_message"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("mailing", "subscriber"), name="letter_once_a_subscriber"),
        ),
    ]
