from django.db import migrations, models


class Migration(migrations.Migration):
    """What editors write on the front page, and items that are printed without their annexes."""

    dependencies = [("archive", "0008_mail")]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="lead",
            field=models.TextField(
                blank=True,
                default="",
                help_text="the editor's lines of the front page; blank: made from the figures",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="item",
            name="trimmed",
            field=models.BooleanField(
                default=False, help_text="print the text without its annexes, which are attached"
            ),
        ),
    ]
