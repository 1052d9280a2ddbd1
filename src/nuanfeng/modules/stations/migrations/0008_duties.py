"""What a station's people look after, so that their two minutes a day have a list from the first day.

A county changes the list in its own time; only missing codes are added.
"""

from django.db import migrations

# code, Chinese, English, every how many days, the facility it belongs to (empty: everywhere)
DUTIES = [
    ("hot_water", "热水", "Hot water", 1, "hot_water"),
    ("water", "饮用水", "Drinking water", 1, "water"),
    ("charging", "充电口", "Charging sockets", 1, "charging"),
    ("cleaning", "打扫", "Cleaning", 1, ""),
    ("toilet", "卫生间", "Toilet", 1, "toilet"),
    ("microwave", "微波炉", "Microwave oven", 3, "microwave"),
    ("medicine", "药箱", "Medicine box", 7, "medicine"),
    ("air_conditioning", "空调", "Air conditioning", 7, "air_conditioning"),
    ("umbrella", "雨具", "Umbrellas", 7, "umbrella"),
    ("shower", "淋浴", "Shower", 7, "shower"),
    ("extinguisher", "灭火器", "Fire extinguisher", 30, ""),
]


def add_missing(apps, schema_editor):
    """Add the duties whose code the county does not have yet; without its facility one is left out."""
    Duty = apps.get_model("stations", "Duty")
    types = dict(apps.get_model("stations", "FacilityType").objects.values_list("code", "pk"))
    known = set(Duty.objects.values_list("code", flat=True))
    Duty.objects.bulk_create(
        Duty(
            code=code,
            name=name,
            name_en=name_en,
            every_days=every_days,
            facility_type_id=types.get(facility),
            rank=10 * (place + 1),
        )
        for place, (code, name, name_en, every_days, facility) in enumerate(DUTIES)
        if code not in known and (not facility or facility in types)
    )


class Migration(migrations.Migration):
    """Adds rows only; going back leaves them, because ticks may refer to them."""

    dependencies = [("stations", "0007_words")]

    operations = [
        migrations.AlterModelOptions(
            name="duty",
            options={"ordering": ["rank", "code"], "verbose_name": "duty", "verbose_name_plural": "duties"},
        ),
        migrations.RunPython(add_missing, migrations.RunPython.noop),
    ]
