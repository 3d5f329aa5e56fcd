from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_picks_and_searches")]

    operations = [
        migrations.CreateModel(
            name="VocabularyLetter",
            fields=[("letter", models.CharField(max_length=1, primary_key=True, serialize=False))],
            options={
                "verbose_name": "letter of the vocabulary",
                "verbose_name_plural": "letters of the vocabulary",
            },
        ),
        migrations.CreateModel(
            name="VocabularyWord",
            fields=[
                ("word", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("stories", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "word of the vocabulary",
                "verbose_name_plural": "words of the vocabulary",
            },
        ),
    ]
