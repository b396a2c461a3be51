from django.db import migrations, models

from archive import search_tables


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0009_front_page"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="searchentry",
            name="search_facets",
        ),
        migrations.AddField(
            model_name="article",
            name="region",
            field=models.CharField(
                blank=True,
                default="",
                help_text="a province, 全国, a country or bloc; blank: none is named",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="searchentry",
            name="region",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["public", "section", "year", "region", "publisher"], name="search_facet_counts"),
        ),
        # The column makes SQLite build archive_article anew, without its triggers; these watch it too.
        migrations.RunPython(search_tables.install, search_tables.install_first),
    ]
