import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuanfeng.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_words'),
        ('stations', '0003_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DoorCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('key_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DoorEvidence',
            fields=[
                ('station', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='evidence', serialize=False, to='stations.station')),
                ('active_at', models.DateTimeField(null=True)),
                ('active_kind', models.CharField(blank=True, max_length=8)),
                ('said_open_at', models.DateTimeField(null=True)),
                ('said_closed_at', models.DateTimeField(null=True)),
                ('locked_since', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DoorReport',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('state', models.CharField(default='heard', max_length=8)),
                ('sender_digest', models.CharField(blank=True, max_length=32)),
                ('at', models.DateTimeField()),
                ('believed_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(max_length=60)),
                ('every_days', models.PositiveSmallIntegerField(default=1)),
                ('rank', models.PositiveSmallIntegerField(default=100)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name_plural': 'duties',
                'ordering': ['rank', 'code'],
            },
        ),
        migrations.CreateModel(
            name='DutyDone',
            fields=[
                ('id', models.UUIDField(default=nuanfeng.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('is_fine', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DutyTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HandOverNote',
            fields=[
                ('id', models.UUIDField(default=nuanfeng.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='HoursException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('hours', models.CharField(blank=True, max_length=300)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['first_day'],
            },
        ),
        migrations.CreateModel(
            name='OpeningTap',
            fields=[
                ('id', models.UUIDField(default=nuanfeng.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_open', models.BooleanField()),
                ('note', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Supply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=40)),
                ('amount', models.CharField(blank=True, max_length=30)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'verbose_name_plural': 'supplies',
                'ordering': ['expires_on', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=8)),
                ('people', models.PositiveSmallIntegerField(default=1)),
                ('sender_digest', models.CharField(blank=True, max_length=32)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='WirelessNetwork',
            fields=[
                ('station', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wireless', serialize=False, to='stations.station')),
                ('name', models.CharField(max_length=32)),
                ('password_encrypted', models.TextField(blank=True)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='station',
            name='access',
            field=models.CharField(db_default='staffed', default='staffed', max_length=12),
        ),
        migrations.AddField(
            model_name='station',
            name='access_note',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='stationfacility',
            name='state',
            field=models.CharField(db_default='working', default='working', max_length=8),
        ),
        migrations.AddField(
            model_name='stationfacility',
            name='state_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='station',
            constraint=models.CheckConstraint(condition=models.Q(('access__in', ('staffed', 'key', 'appointment', 'door_code'))), name='station_access_known'),
        ),
        migrations.AddConstraint(
            model_name='stationfacility',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('working', 'empty', 'broken'))), name='facility_state_known'),
        ),
        migrations.AddConstraint(
            model_name='stationfacility',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'working'), ('state_since__isnull', False), _connector='OR'), name='facility_down_since'),
        ),
        migrations.AddField(
            model_name='doorcounter',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='doorcounter',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddConstraint(
            model_name='doorevidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('active_at__isnull', True), ('active_kind', '')), models.Q(('active_at__isnull', False), ('active_kind__in', ('hand_out', 'visit', 'opened'))), _connector='OR'), name='evidence_says_of_what'),
        ),
        migrations.AddField(
            model_name='doorreport',
            name='facility_type',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.facilitytype'),
        ),
        migrations.AddField(
            model_name='doorreport',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddField(
            model_name='duty',
            name='facility_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.facilitytype'),
        ),
        migrations.AddField(
            model_name='dutydone',
            name='duty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.duty'),
        ),
        migrations.AddField(
            model_name='dutydone',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutydone',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddField(
            model_name='dutyturn',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutyturn',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddField(
            model_name='handovernote',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='handovernote',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddField(
            model_name='hoursexception',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours_exceptions', to='stations.station'),
        ),
        migrations.AddField(
            model_name='openingtap',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='openingtap',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddField(
            model_name='supply',
            name='facility_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.facilitytype'),
        ),
        migrations.AddField(
            model_name='supply',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='stations.station'),
        ),
        migrations.AddField(
            model_name='visit',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station'),
        ),
        migrations.AddIndex(
            model_name='doorreport',
            index=models.Index(condition=models.Q(('state', 'settled'), _negated=True), fields=['station', 'kind', 'at'], name='report_unsettled'),
        ),
        migrations.AddIndex(
            model_name='doorreport',
            index=models.Index(fields=['station', 'at'], name='report_by_day'),
        ),
        migrations.AddConstraint(
            model_name='doorreport',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('locked', 'no_water', 'full', 'turned_away', 'broken', 'expired'))), name='report_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='doorreport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('heard', 'believed', 'settled'))), name='report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='doorreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', False), ('settled_by__in', ('visit', 'fix', 'mistake', 'age')), ('state', 'settled')), models.Q(models.Q(('state', 'settled'), _negated=True), ('settled_at__isnull', True), ('settled_by', '')), _connector='OR'), name='report_settled_by_something'),
        ),
        migrations.AddConstraint(
            model_name='doorreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'believed'), _negated=True), ('believed_at__isnull', False), _connector='OR'), name='report_believed_since'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('every_days__gte', 1)), name='duty_comes_round'),
        ),
        migrations.AddConstraint(
            model_name='dutydone',
            constraint=models.UniqueConstraint(fields=('station', 'duty', 'day'), name='duty_done_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='dutyturn',
            index=models.Index(fields=['station', 'ends_at'], name='turn_by_end'),
        ),
        migrations.AddConstraint(
            model_name='dutyturn',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='turn_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='dutyturn',
            constraint=models.UniqueConstraint(fields=('station', 'person', 'starts_at'), name='turn_once'),
        ),
        migrations.AddIndex(
            model_name='handovernote',
            index=models.Index(fields=['station', 'at'], name='note_by_day'),
        ),
        migrations.AddConstraint(
            model_name='handovernote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_says_something'),
        ),
        migrations.AddConstraint(
            model_name='hoursexception',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='exception_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='hoursexception',
            constraint=models.UniqueConstraint(fields=('station', 'first_day', 'last_day'), name='exception_once'),
        ),
        migrations.AddIndex(
            model_name='openingtap',
            index=models.Index(fields=['station', 'at'], name='opening_tap_by_day'),
        ),
        migrations.AddIndex(
            model_name='supply',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['station', 'expires_on'], name='supply_on_shelf'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('consumable', 'medicine'))), name='supply_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'medicine'), _negated=True), ('expires_on__isnull', False), _connector='OR'), name='medicine_has_an_expiry'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_because', '')), models.Q(('ended_at__isnull', False), ('ended_because__in', ('used_up', 'expired', 'taken_away'))), _connector='OR'), name='supply_ends_for_a_reason'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['station', 'at'], name='visit_by_day'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ('poster', 'counter', 'duty'))), name='visit_source_known'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='visit_of_somebody'),
        ),
    ]
