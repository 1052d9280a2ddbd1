import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuanfeng.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0001_initial'),
        ('passes', '0002_offline'),
        ('stations', '0004_doors'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StockLease',
            fields=[
                ('id', models.UUIDField(default=nuanfeng.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('portions', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0)),
                ('granted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SyncRecord',
            fields=[
                ('record_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField()),
                ('previous_hash', models.CharField(max_length=64)),
                ('redemption_id', models.UUIDField(null=True)),
                ('outcome', models.CharField(max_length=12)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('text', models.TextField(blank=True)),
                ('received_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='redemption',
            name='is_offline',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='stockday',
            name='leased',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='stockday',
            constraint=models.CheckConstraint(condition=models.Q(('leased__gte', 0)), name='leased_never_below_zero'),
        ),
        migrations.AddField(
            model_name='stocklease',
            name='scanner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passes.scanner'),
        ),
        migrations.AddField(
            model_name='stocklease',
            name='stock_day',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='benefits.stockday'),
        ),
        migrations.AddField(
            model_name='syncrecord',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='syncrecord',
            name='scanner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='passes.scanner'),
        ),
        migrations.AddConstraint(
            model_name='stocklease',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('portions'))), name='lease_never_overdrawn'),
        ),
        migrations.AddConstraint(
            model_name='stocklease',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('scanner', 'stock_day'), name='one_running_lease_per_scanner'),
        ),
        migrations.AddIndex(
            model_name='syncrecord',
            index=models.Index(fields=['scanner', 'seq'], name='sync_record_in_chain'),
        ),
        migrations.AddIndex(
            model_name='syncrecord',
            index=models.Index(condition=models.Q(('decision', ''), ('outcome', 'quarantined')), fields=['received_at'], name='sync_record_waiting'),
        ),
        migrations.AddConstraint(
            model_name='syncrecord',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('counted', 'extra', 'guest', 'void', 'duplicate', 'quarantined', 'malformed'))), name='sync_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='syncrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['quarantined', 'malformed']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='sync_set_aside_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='syncrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decision__in', ('stored', 'dismissed')), ('outcome', 'quarantined')), _connector='OR'), name='sync_decided_once_set_aside'),
        ),
    ]
