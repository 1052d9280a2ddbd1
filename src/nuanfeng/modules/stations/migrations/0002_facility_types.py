"""What a station can have, so that an empty county can begin to describe its stations.

A county adds, renames and reorders these in the register afterwards; only missing codes are added.
"""

from django.db import migrations

DRIVER_BASICS = {"parking", "hot_water", "heating_food", "shower", "laundry"}

# code, Chinese, English, icon
FACILITIES = [
    ("water", "饮用水", "Drinking water", "water"),
    ("charging", "手机充电", "Phone charging", "charging"),
    ("rest", "休息座位", "A place to sit", "rest"),
    ("medicine", "应急药品", "Emergency medicine", "medicine"),
    ("hot_meals", "免费热餐", "Free hot meals", "meal"),
    ("wifi", "免费 Wi-Fi", "Free Wi-Fi", "wifi"),
    ("air_conditioning", "空调", "Air conditioning", "cool"),
    ("toilet", "卫生间", "Toilet", "toilet"),
    ("microwave", "微波炉", "Microwave oven", "heating"),
    ("parking", "停车", "Parking", "parking"),
    ("hot_water", "热水", "Hot water", "warm"),
    ("heating_food", "热饭", "Heating food", "heating"),
    ("shower", "淋浴", "Shower", "shower"),
    ("laundry", "洗衣", "Laundry", "laundry"),
    ("bed", "床位", "Beds", "rest"),
    ("reading", "图书", "Books", "book"),
    ("umbrella", "借雨伞", "Umbrellas to borrow", "umbrella"),
    ("repair", "修车工具", "Repair tools", "repair"),
    ("vehicle_charging", "电动车充电", "Vehicle charging", "charging"),
    ("battery_swap", "换电柜", "Battery swap", "charging"),
    ("vehicle_wash", "自助洗车", "Vehicle wash", "water"),
    ("nursing_room", "母婴室", "Nursing room", "heart"),
    ("shop", "平价超市", "Low-price shop", "box"),
    ("massage", "按摩椅", "Massage chair", "heart"),
]


def add_missing(apps, schema_editor):
    """Add the types whose code the county does not have yet."""
    FacilityType = apps.get_model("stations", "FacilityType")
    known = set(FacilityType.objects.values_list("code", flat=True))
    FacilityType.objects.bulk_create(
        FacilityType(
            code=code,
            name=name,
            name_en=name_en,
            icon=icon,
            is_driver_basic=code in DRIVER_BASICS,
            rank=10 * (place + 1),
        )
        for place, (code, name, name_en, icon) in enumerate(FACILITIES)
        if code not in known
    )


class Migration(migrations.Migration):
    """Adds rows only; going back leaves them, because stations may refer to them."""

    dependencies = [("stations", "0001_initial")]

    operations = [migrations.RunPython(add_missing, migrations.RunPython.noop)]
