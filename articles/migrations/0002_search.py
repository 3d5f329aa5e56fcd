import django.db.models.deletion
from django.db import migrations, models

# What is written into these tables and asked of them: articles/search/postgresql.py and articles/search/sqlite.py.
CREATE = {
    "postgresql": [
        """CREATE TABLE articles_searchtext (
            rowid bigint PRIMARY KEY,
            vector tsvector NOT NULL
        )""",
        "CREATE INDEX articles_searchtext_vector ON articles_searchtext USING gin (vector)",
        # The planner takes the table for a small one, because vectors lie outside of it, and would rather unpack every
        # one of them than ask the index: measured 500 ms instead of 30 with 30,000 articles.
        """CREATE FUNCTION articles_search_matched(query tsquery) RETURNS SETOF bigint
            LANGUAGE sql STABLE SET enable_seqscan = off
            AS 'SELECT rowid FROM articles_searchtext WHERE vector @@ query'""",
        """CREATE FUNCTION articles_search_among(query tsquery, numbers bigint[]) RETURNS SETOF bigint
            LANGUAGE sql STABLE SET enable_seqscan = off
            AS 'SELECT rowid FROM articles_searchtext WHERE vector @@ query AND rowid = ANY(numbers)'""",
    ],
    "sqlite": [
        """CREATE VIRTUAL TABLE articles_searchtext USING fts5(
            headline, lead, names, body, facts, tokenize = "ascii tokenchars '=@'"
        )"""
    ],
}


def create_text(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


DROP = {
    "postgresql": [
        "DROP FUNCTION articles_search_among(tsquery, bigint[])",
        "DROP FUNCTION articles_search_matched(tsquery)",
        "DROP TABLE articles_searchtext",
    ],
    "sqlite": ["DROP TABLE articles_searchtext"],
}


def drop_text(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("withdraw_at", models.DateTimeField(editable=False, null=True)),
                ("algorithm", models.CharField(editable=False, max_length=16)),
                ("version", models.PositiveSmallIntegerField(editable=False)),
            ],
            options={"verbose_name": "search entry", "verbose_name_plural": "search entries"},
        ),
        migrations.AddIndex(
            model_name="searchentry", index=models.Index(fields=["version"], name="articles_search_version")
        ),
        migrations.AddIndex(
            model_name="searchentry", index=models.Index(fields=["algorithm"], name="articles_search_algorithm")
        ),
        # To Django a table like any other (so that `flush` empties it), made in the database's own way.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create_text, drop_text, elidable=False)],
            state_operations=[
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "article",
                            models.OneToOneField(
                                db_column="rowid",
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_text",
                                serialize=False,
                                to="articles.article",
                            ),
                        ),
                    ],
                    options={"db_table": "articles_searchtext"},
                ),
            ],
        ),
    ]
