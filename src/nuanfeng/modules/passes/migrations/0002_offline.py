import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuanfeng.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('passes', '0001_initial'),
        ('stations', '0003_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('raised_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name='scanner',
            name='public_key',
            field=models.BinaryField(blank=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name='scanner',
            name='synced_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='ScannerInvitation',
            fields=[
                ('id', models.UUIDField(default=nuanfeng.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scanner', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passes.scanner')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('scanner__isnull', True), ('used_at__isnull', True)), models.Q(('scanner__isnull', False), ('used_at__isnull', False)), _connector='OR'), name='invitation_used_for_a_scanner'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='invitation_lasts_a_while')],
            },
        ),
    ]
