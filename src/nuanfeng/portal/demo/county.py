"""The county itself: its towns and villages, and roughly where they lie."""

from datetime import datetime
from importlib.resources import files

from nuanfeng.modules.organisations.api import COMMAND_LINE, Area, load_areas, read_areas, set_up_county

CODE = "430121"
REFERENCE = files("nuanfeng.modules.organisations") / "reference"

# The county's seat as GeoNames gives it (geonames.org, CC BY 4.0).
SEAT = (28.23972, 113.08778)

# Drawn by hand, some kilometres wider than the county, so that no place in it is taken for a
# stranger. Longitude, latitude; no map shows it.
OUTLINE = [
    (113.01, 28.25), (113.08, 28.20), (113.05, 28.13), (113.17, 28.04), (113.32, 28.02), (113.43, 28.14),
    (113.38, 28.21), (113.29, 28.22), (113.34, 28.31), (113.34, 28.39), (113.52, 28.54), (113.44, 28.65),
    (113.23, 28.68), (113.15, 28.58), (113.14, 28.51), (113.05, 28.54), (112.96, 28.39), (113.04, 28.33),
]  # fmt: skip

# Where a town roughly lies, to two decimals or a half: good for a demo's map, not for a visit.
TOWN_CENTRES = {
    "星沙街道": (28.240, 113.088),
    "泉塘街道": (28.225, 113.110),
    "湘龙街道": (28.258, 113.060),
    "㮾梨街道": (28.172, 113.125),
    "长龙街道": (28.270, 113.125),
    "黄兴镇": (28.140, 113.105),
    "江背镇": (28.125, 113.290),
    "黄花镇": (28.225, 113.200),
    "春华镇": (28.295, 113.235),
    "果园镇": (28.350, 113.150),
    "路口镇": (28.425, 113.240),
    "高桥镇": (28.465, 113.340),
    "金井镇": (28.535, 113.340),
    "福临镇": (28.490, 113.215),
    "青山铺镇": (28.440, 113.165),
    "安沙镇": (28.345, 113.085),
    "北山镇": (28.420, 113.045),
    "开慧镇": (28.590, 113.245),
}


def build_county(*, now: datetime) -> dict[str, Area]:
    """Set up the county and its areas; returns the towns and villages by name."""
    ring = [[longitude, latitude] for longitude, latitude in [*OUTLINE, OUTLINE[0]]]
    set_up_county(
        actor=None,
        now=now,
        code=CODE,
        name="长沙县",
        name_en="Changsha County",
        # Rings nobody: no number of this place begins with zeros.
        hotline="0731-00000000",
        latitude=SEAT[0],
        longitude=SEAT[1],
        boundary={"type": "Polygon", "coordinates": [ring]},
        is_demo=True,
    )
    rows = [
        row
        for name in ("towns.csv", "villages.csv")
        for row in read_areas((REFERENCE / name).read_text(encoding="utf-8").splitlines())
    ]
    load_areas(rows=rows, actor=COMMAND_LINE, now=now)
    # Villages first: where a village is called like a town, the town is meant.
    return {area.name: area for area in Area.objects.select_related("parent").order_by("-kind")}
