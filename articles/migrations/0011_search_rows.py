from django.db import migrations

# What is written into this table and asked of it: articles/search/postgresql.py and articles/search/sqlite.py. A row now
# says by itself when its story is published and what it is filed under; what the index holds already is taken over.
ROWS = {
    "postgresql": [
        "DROP FUNCTION articles_search_matched(tsquery)",
        "DROP FUNCTION articles_search_among(tsquery, bigint[])",
        "ALTER TABLE articles_searchtext RENAME TO articles_searchtext_before",
        "ALTER INDEX articles_searchtext_pkey RENAME TO articles_searchtext_before_pkey",
        # Rows stay small, so that what is found of many days lies in few pages; all else lies outside: the words, which
        # phrases and ranks read, and what more is in the index and never read again.
        """CREATE TABLE articles_searchtext (
            rowid bigint PRIMARY KEY,
            published_at timestamptz,
            withdraw_at timestamptz,
            facts text NOT NULL,
            words tsvector NOT NULL,
            pairs tsvector NOT NULL
        ) WITH (toast_tuple_target = 256)""",
        """ALTER TABLE articles_searchtext
            ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN pairs SET STORAGE EXTERNAL""",
        """INSERT INTO articles_searchtext (rowid, published_at, withdraw_at, facts, words, pairs)
            SELECT before.rowid, entry.published_at, entry.withdraw_at, coalesce(tokens.facts, ''),
                ts_delete(before.vector, tokens.pairs), array_to_tsvector(tokens.pairs)
            FROM articles_searchtext_before AS before
            JOIN articles_searchentry AS entry ON entry.article_id = before.rowid
            CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(lexeme) FILTER (WHERE lexeme LIKE '#%'), '{}') AS pairs,
                    string_agg(lexeme, ' ') FILTER (WHERE lexeme LIKE '@%') AS facts
                FROM unnest(before.vector)
            ) AS tokens ORDER BY before.rowid""",
        "DROP TABLE articles_searchtext_before",
        "SET LOCAL maintenance_work_mem = '256MB'",
        "CREATE INDEX articles_searchtext_tokens ON articles_searchtext USING gin ((words || pairs))",
        # Functions, so that the planner asks the index and never reads the whole table (see 0002_search). Rows are read
        # one by one by the server itself: what it reads ahead of them, it hands to other processes, which takes longer
        # than to read what lies in memory.
        # Each part of a query is a condition of its own, which the index looks up by itself: of all parts in one query
        # it asks for every token of all of them at each document, which takes up to nine times as long. And it is done
        # before other processes would have been woken to help.
        """CREATE FUNCTION articles_search_matched(parts tsquery[], most bigint)
            RETURNS TABLE (rowid bigint, published_at timestamptz, withdraw_at timestamptz, facts text, words tsvector)
            LANGUAGE plpgsql STABLE SET enable_seqscan = off SET effective_io_concurrency = 0
            SET max_parallel_workers_per_gather = 0
            AS $$
            DECLARE
                conditions text;
            BEGIN
                SELECT string_agg(format('(text.words || text.pairs) @@ $1[%s]', n), ' AND ') INTO STRICT conditions
                    FROM generate_subscripts(parts, 1) AS n;
                RETURN QUERY EXECUTE
                    'SELECT text.rowid, text.published_at, text.withdraw_at, text.facts, text.words'
                    ' FROM articles_searchtext AS text WHERE ' || conditions || ' LIMIT $2' USING parts, most;
            END $$""",
        """CREATE FUNCTION articles_search_among(query tsquery, numbers bigint[]) RETURNS SETOF bigint
            LANGUAGE sql STABLE SET enable_seqscan = off
            AS 'SELECT rowid FROM articles_searchtext WHERE words @@ query AND rowid = ANY(numbers)'""",
    ],
    "sqlite": [
        "ALTER TABLE articles_searchtext RENAME TO articles_searchtext_before",
        """CREATE VIRTUAL TABLE articles_searchtext USING fts5(
            published_at UNINDEXED, withdraw_at UNINDEXED, facts, headline, lead, names, body,
            tokenize = "ascii tokenchars '=@'"
        )""",
        """INSERT INTO articles_searchtext (rowid, published_at, withdraw_at, facts, headline, lead, names, body)
            SELECT before.rowid, entry.published_at, entry.withdraw_at,
                before.facts, before.headline, before.lead, before.names, before.body
            FROM articles_searchtext_before AS before
            JOIN articles_searchentry AS entry ON entry.article_id = before.rowid""",
        "DROP TABLE articles_searchtext_before",
    ],
}


def rewrite_rows(apps, schema_editor):
    for statement in ROWS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)  # without parameters, so that a percent sign is one


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_revisions")]

    operations = [
        migrations.RunPython(rewrite_rows, elidable=False),
        migrations.RemoveField(model_name="searchentry", name="published_at"),
        migrations.RemoveField(model_name="searchentry", name="withdraw_at"),
    ]
