from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0006_source_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="quote",
            name="auction_volume_t",
            field=models.DecimalField(decimal_places=3, max_digits=15, null=True),
        ),
        migrations.AddField(
            model_name="quote",
            name="auction_turnover_cny",
            field=models.DecimalField(decimal_places=3, max_digits=15, null=True),
        ),
    ]
