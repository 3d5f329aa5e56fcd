from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feeds', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='digest',
            name='running_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='sentdigest',
            name='state',
            field=models.CharField(choices=[('claimed', 'being made'), ('handed_over', 'handed over to the mail server'), ('sent', 'sent'), ('uncertain', 'interrupted while it was handed over'), ('empty', 'nothing new, not sent'), ('failed', 'refused by the mail server')], default='claimed', max_length=12),
        ),
        migrations.AddIndex(
            model_name='sentdigest',
            index=models.Index(condition=models.Q(('state', 'handed_over')), fields=['claimed_at'], name='feeds_sentdigest_unfinished'),
        ),
    ]
