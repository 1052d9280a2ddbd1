"""41 express and logistics enterprises and 33 parks: five and four of them are named in published sources."""

from random import Random

from nuanfeng.modules.organisations.api import Area, Organisation
from nuanfeng.portal.demo.county import TOWN_CENTRES

REPORT = "County report of April 2022 (headquarters named there)"
NEWS_OF_PARKS = "https://gfjyzk.icswb.com/h/100042/20250827/942492.html"
POINTS_OF_2017 = "Public list of service points for trucks, 2017"

# Name, English name, source.
REAL_ENTERPRISES = [
    ("顺丰速运", "SF Express", REPORT),
    ("圆通速递", "YTO Express", REPORT),
    ("中国邮政", "China Post", REPORT),
    ("德邦快递", "Deppon Express", REPORT),
    ("百世快递", "Best Express", REPORT),
]
REAL_PARKS = [
    ("晟象智慧物流园", "Shengxiang Smart Logistics Park", "黄兴镇",
     "http://hn.people.com.cn/n2/2025/0702/c336521-41278805.html"),
    ("梨江国际智能物流园", "Lijiang International Logistics Park", "㮾梨街道", NEWS_OF_PARKS),
    ("恒广国际物流园", "Hengguang International Logistics Park", "安沙镇", POINTS_OF_2017),
    ("浦星物流园", "Puxing Logistics Park", "㮾梨街道", POINTS_OF_2017),
]  # fmt: skip

ENTERPRISES, PARKS = 41, 33
_FIRST = ["星达", "湘顺", "捷风", "远安", "同城", "金翼", "蓝海", "宏路", "快马", "晨光", "百川", "通途"]
_LINES = [("快运", "Freight"), ("同城配送", "City Delivery"), ("物流", "Logistics")]
_SPELT = ["Xingda", "Xiangshun", "Jiefeng", "Yuan'an", "Tongcheng", "Jinyi", "Lanhai", "Honglu", "Kuaima",
          "Chenguang", "Baichuan", "Tongtu"]  # fmt: skip


def build_organisations(areas: dict[str, Area], random: Random) -> dict[str, Organisation]:
    """Parks first, then the enterprises, some of which reside in a park; returns the parks by name."""
    parks = Organisation.objects.bulk_create(_parks(areas))
    Organisation.objects.bulk_create(_enterprises(areas, parks, random))
    return {park.name: park for park in parks}


def _parks(areas: dict[str, Area]) -> list[Organisation]:
    parks = [
        Organisation(kind="park", name=name, name_en=name_en, area=areas[town], source=source)
        for name, name_en, town, source in REAL_PARKS
    ]
    towns = list(TOWN_CENTRES)
    for number in range(1, PARKS - len(parks) + 1):
        town = areas[towns[number % len(towns)]]
        short = town.name.removesuffix("街道").removesuffix("镇")
        parks.append(
            Organisation(
                kind="park",
                name=f"{short}货运园{number:02d}号（演示）",
                name_en=f"{town.name_en.split()[0]} Freight Park {number:02d} (demo)",
                area=town,
                is_demo=True,
            )
        )
    return parks


def _enterprises(areas: dict[str, Area], parks: list[Organisation], random: Random) -> list[Organisation]:
    made = [
        Organisation(kind="enterprise", name=name, name_en=name_en, source=source)
        for name, name_en, source in REAL_ENTERPRISES
    ]
    towns = [areas[name] for name in TOWN_CENTRES]
    for number in range(ENTERPRISES - len(made)):
        line, line_en = _LINES[number // len(_FIRST)]
        park = random.choice([None, *(park for park in parks if park.is_demo)])
        made.append(
            Organisation(
                kind="enterprise",
                name=f"{_FIRST[number % len(_FIRST)]}{line}（演示）",
                name_en=f"{_SPELT[number % len(_FIRST)]} {line_en} (demo)",
                area=park.area if park else random.choice(towns),
                park=park,
                is_demo=True,
            )
        )
    return made
