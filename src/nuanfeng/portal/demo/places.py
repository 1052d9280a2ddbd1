"""28 stations: 5 homes for truck drivers, 7 for couriers and riders, 16 places of partners."""

from dataclasses import dataclass
from typing import Literal

NEWS_2025 = "http://hn.people.com.cn/n2/2025/0702/c336521-41278805.html"
NEWS_OF_HOMES = "https://gfjyzk.icswb.com/h/100042/20250827/942492.html"
NEWS_2023 = "https://cs.rednet.cn/m/content/646754/51/13167160.html"
PAPER_2023 = "https://xingshashibao.icswb.com/h/101697/20230204/700388.html"

BASICS = "parking hot_water heating_food shower laundry"
SHOP = "water charging rest umbrella"
OFFICE = "water charging rest wifi air_conditioning toilet medicine"
PARK = "water rest charging heating_food air_conditioning toilet shower medicine reading nursing_room"
RIDERS = "water charging rest medicine hot_meals wifi air_conditioning microwave"
OFFICE_HOURS = "Mo-Fr 08:30-17:30; PH off"


@dataclass(frozen=True)
class Place:
    """What is known of one station. `place` is its village or town; a source makes it real."""

    kind: Literal["rider_home", "driver_home", "partner"]
    name: str
    name_en: str
    place: str
    facilities: str
    hours: str = ""
    hours_text: str = ""
    is_doubtful: bool = False
    aliases: tuple[str, ...] = ()
    address: str = ""
    source: str = ""
    park: str = ""
    spaces: tuple[tuple[str, str], ...] = ()
    paused_because: str = ""
    breakfasts: float = 0
    serves_at_night: bool = False

    @property
    def is_demo(self) -> bool:
        """Whether the place is made up."""
        return not self.source


# One area, one hall, one station, one room: what the county's report calls 一区一厅一站一室.
FOUR_SPACES = (
    ("service_area", "党群服务区"),
    ("hall", "一站式服务大厅"),
    ("driver_station", "小红象司机驿站"),
    ("activity_room", "共享活动室"),
)
ROOM = (("activity_room", "共享活动室"),)

DRIVER_HOMES = [
    Place("driver_home", "晟象智慧物流园货车司机红色之家", "Shengxiang Park Truck Drivers' Home", "黄兴镇",
          "water charging rest medicine hot_meals wifi air_conditioning bed shop hot_water shower",
          hours_text="以现场为准", aliases=("小红象驿站",), address="长沙县黄兴会展经济区晟象智慧物流园",
          source=NEWS_2025, park="晟象智慧物流园", spaces=FOUR_SPACES, breakfasts=3),
    Place("driver_home", "梨江国际智能物流园货车司机红色之家", "Lijiang Park Truck Drivers' Home", "㮾梨街道",
          "rest hot_meals laundry bed", aliases=("榔梨货车司机红色之家",),
          address="㮾梨街道梨江国际智能物流园", source=NEWS_OF_HOMES, park="梨江国际智能物流园"),
    Place("driver_home", "繁花驿司机之家", "Fanhuayi Drivers' Home", "黄花镇",
          "rest hot_meals heating_food vehicle_charging battery_swap vehicle_wash parking",
          address="黄花镇（距长沙黄花国际机场三分钟车程）", source=NEWS_2025),
    Place("driver_home", "安沙货车司机红色之家", "Ansha Truck Drivers' Home", "安沙镇",
          f"{BASICS} water charging rest medicine hot_meals wifi bed", "24/7", spaces=FOUR_SPACES[2:],
          breakfasts=2.5, serves_at_night=True),
    Place("driver_home", "黄花空港货车司机红色之家", "Huanghua Airport Truck Drivers' Home", "黄花镇",
          f"{BASICS} water charging rest medicine hot_meals wifi toilet", "24/7",
          breakfasts=2, serves_at_night=True),
]  # fmt: skip

RIDER_HOMES = [
    Place("rider_home", "“小哥歇歇脚”驿站", "Take-a-Rest Station for Riders", "星辉社区居委会",
          "rest charging", address="泉塘街道星辉社区新长海广场", source=PAPER_2023),
    Place("rider_home", "星沙小哥红色之家", "Xingsha Riders' Home", "开元路社区居委会",
          f"{RIDERS} toilet repair", "24/7", spaces=ROOM, breakfasts=4, serves_at_night=True),
    Place("rider_home", "湘龙小哥红色之家", "Xianglong Riders' Home", "水渡坪社区居委会", RIDERS,
          "06:00-23:00", breakfasts=3),
    Place("rider_home", "㮾梨小哥红色之家", "Langli Riders' Home", "陶公庙社区居委会", f"{RIDERS} shower",
          "06:00-22:00", aliases=("榔梨小哥红色之家", "郎梨小哥驿站"), breakfasts=2.5),
    Place("rider_home", "长龙小哥红色之家", "Changlong Riders' Home", "龙湘社区居委会", RIDERS,
          "06:00-22:00", breakfasts=1.5),
    Place("rider_home", "会展小哥红色之家", "Convention Centre Riders' Home", "光达社区居委会",
          f"{RIDERS} umbrella reading", "06:00-24:00", spaces=ROOM, breakfasts=2.5),
    Place("rider_home", "泉塘小哥红色之家", "Quantang Riders' Home", "丁家岭社区居委会",
          f"{RIDERS} battery_swap", "06:00-22:30", breakfasts=3),
]  # fmt: skip

PARTNERS = [
    Place("partner", "长沙县工会户外劳动者服务站点天华公园站", "Tianhua Park Outdoor Workers' Station",
          "泉塘街道", f"{PARK} massage", address="泉塘街道天华路向阳路口西南角", source=NEWS_2023),
    Place("partner", "开元路社区爱心驿站", "Kaiyuan Road Community Station", "开元路社区居委会", OFFICE,
          OFFICE_HOURS, "工作日 8:30-17:30"),
    Place("partner", "松雅社区党群服务驿站", "Songya Community Service Station", "松雅社区居委会", OFFICE,
          "Mo-Fr 08:30-12:00,13:30-17:30; PH off", "工作日 8:30-12:00 13:30-17:30"),
    Place("partner", "凉塘路药房爱心驿站", "Liangtang Road Pharmacy Station", "凉塘路社区居委会",
          "water charging rest medicine umbrella", "08:00-21:30"),
    Place("partner", "泉星社区爱心驿站", "Quanxing Community Station", "泉星社区居委会", OFFICE,
          "Mo-Sa 08:30-17:30; PH off"),
    Place("partner", "丁家岭加油站驿站", "Dingjialing Filling Station", "丁家岭社区居委会",
          f"{SHOP} toilet hot_water parking repair", "24/7", breakfasts=1, serves_at_night=True),
    Place("partner", "土桥便利店爱心驿站", "Tuqiao Corner Shop Station", "土桥社区居委会",
          f"{SHOP} microwave", "06:30-23:00", breakfasts=1.5),
    Place("partner", "保家村爱心驿站", "Baojia Village Station", "㮾梨街道", "water rest",
          hours_text="以现场为准"),
    Place("partner", "湘峰茶馆爱心驿站", "Xiangfeng Tea House Station", "长龙街道", f"{SHOP} toilet",
          "09:00-21:00", "9点到21点左右", is_doubtful=True),
    Place("partner", "机场口夜间驿站", "Airport Night Station", "机场口社区居委会",
          f"{SHOP} microwave hot_meals parking", "18:00-02:00"),
    Place("partner", "春华山村爱心驿站", "Chunhuashan Village Station", "春华镇", f"{SHOP} toilet",
          "08:00-18:00", "早上8时开门，天黑关门", is_doubtful=True),
    Place("partner", "浔龙河驿站", "Xunlonghe Station", "果园镇", f"{SHOP} toilet parking", "09:00-17:30"),
    Place("partner", "江背货运服务点驿站", "Jiangbei Freight Service Point", "江背镇",
          f"{SHOP} parking hot_water medicine", "07:30-19:00"),
    Place("partner", "金井镇爱心驿站", "Jinjing Station", "金井镇", OFFICE, OFFICE_HOURS,
          paused_because="正在装修，开门时间另行通知"),
    Place("partner", "板仓爱心驿站", "Bancang Station", "开慧镇", "water rest medicine"),
    Place("partner", "路口集镇爱心驿站", "Lukou Market Station", "路口镇", f"{SHOP} medicine",
          "Mo-Su 07:30-20:00"),
]  # fmt: skip

PLACES = [*DRIVER_HOMES, *RIDER_HOMES, *PARTNERS]

# Where the demo's station master is at home: open day and night, so that somebody is always served.
HOME_OF_THE_MASTER = "星沙小哥红色之家"
