from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_editors_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="source_text",
            field=models.TextField(
                help_text="the source's own wording, where an editor changed the text; NULL: `text` is it", null=True
            ),
        ),
    ]
