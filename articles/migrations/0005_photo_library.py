import django.db.models.deletion
from django.db import migrations, models

# What is written into this table and asked of it: articles/search/photos.py.
CREATE = {
    "postgresql": [
        "CREATE TABLE articles_phototext (rowid bigint PRIMARY KEY, vector tsvector NOT NULL)",
        "CREATE INDEX articles_phototext_vector ON articles_phototext USING gin (vector)",
        # Why a function: see 0002_search.
        """CREATE FUNCTION articles_photos_matched(query tsquery) RETURNS SETOF bigint
            LANGUAGE sql STABLE SET enable_seqscan = off
            AS 'SELECT rowid FROM articles_phototext WHERE vector @@ query'""",
    ],
    "sqlite": ["""CREATE VIRTUAL TABLE articles_phototext USING fts5(words, tokenize = "ascii tokenchars '=@'")"""],
}
DROP = {
    "postgresql": ["DROP FUNCTION articles_photos_matched(tsquery)", "DROP TABLE articles_phototext"],
    "sqlite": ["DROP TABLE articles_phototext"],
}


def create_text(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_text(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_vocabulary")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="search_version",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="photo", index=models.Index(fields=["-created_at", "-id"], name="articles_photo_newest")
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("credit", ""), ("alt", ""), _connector="OR"),
                fields=["-created_at", "-id"],
                name="articles_photo_unfinished",
            ),
        ),
        migrations.AddIndex(
            model_name="photo", index=models.Index(fields=["search_version"], name="articles_photo_search_version")
        ),
        migrations.CreateModel(
            name="ArticleFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figure_rows",
                        to="articles.article",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_rows",
                        to="articles.photo",
                        verbose_name="photograph",
                    ),
                ),
            ],
            options={
                "verbose_name": "photograph in a text",
                "verbose_name_plural": "photographs in texts",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "photo"), name="articles_articlefigure_once")
                ],
            },
        ),
        # To Django a table like any other, made in the database's own way: see 0002_search.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create_text, drop_text, elidable=False)],
            state_operations=[
                migrations.CreateModel(
                    name="PhotoText",
                    fields=[
                        (
                            "photo",
                            models.OneToOneField(
                                db_column="rowid",
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_text",
                                serialize=False,
                                to="articles.photo",
                            ),
                        ),
                    ],
                    options={"db_table": "articles_phototext"},
                ),
            ],
        ),
    ]
