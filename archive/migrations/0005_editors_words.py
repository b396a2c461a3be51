import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_unread_and_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=64, unique=True)),
                ("resting", models.BooleanField(default=False, help_text="crawls that name no source leave it out")),
                ("note", models.TextField(blank=True)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="card",
            field=models.JSONField(
                help_text="what an editor put on the policy card: field → value; NULL: all of it is read from the text",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="Unsaved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("seen", models.CharField(help_text="the article's version that it was typed over", max_length=16)),
                ("values", models.JSONField(help_text="form field → what is typed there")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unsaved", to="archive.article"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("article", "who"), name="unsaved_once")],
            },
        ),
    ]
