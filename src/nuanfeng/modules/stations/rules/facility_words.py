"""What sheets call the things that a station has, by the code that the county uses."""

import re
from collections.abc import Mapping

WORDS: dict[str, str] = {
    "water": "饮用水 饮水 饮水机 喝水 直饮水 茶水 drink water 음수대 정수기",
    "hot_water": "热水 开水 hot_water 온수",
    "charging": "手机充电 充电 充电插座 充电插排 充电器 充电宝 charge_phone charging 충전",
    "rest": "休息 休息区 休息室 休息座椅 座椅 桌椅 沙发 rest_seat rest",
    "medicine": "应急药品 药品 药箱 医药箱 急救箱 急救 first_aid medicine",
    "hot_meals": "免费热餐 免费就餐 爱心餐 热餐 hot_meals",
    "wifi": "wifi wi-fi 无线网 无线网络 와이파이",
    "air_conditioning": "空调 冷暖空调 ac air_conditioning 에어컨",
    "toilet": "卫生间 厕所 洗手间 公厕 toilet 화장실",
    "microwave": "微波炉 microwave 전자레인지",
    "heating_food": "热饭 加热饭菜 饭菜加热 heat_food heating_food",
    "parking": "停车 停车位 停车场 车位 parking 주차",
    "shower": "淋浴 淋浴间 浴室 洗澡 shower 샤워",
    "laundry": "洗衣 洗衣机 洗衣房 laundry 세탁",
    "bed": "床位 床铺 住宿 宿舍 bed",
    "reading": "图书 书报 报刊 阅读 阅读区 图书角 reading",
    "umbrella": "雨伞 雨具 借伞 umbrella",
    "repair": "修车 修车工具 维修工具 工具箱 打气筒 repair",
    "vehicle_charging": "电动车充电 充电桩 充电位 快速充电位 charge_vehicle vehicle_charging",
    "battery_swap": "换电 换电柜 换电站 battery_swap",
    "vehicle_wash": "洗车 自助洗车 vehicle_wash",
    "nursing_room": "母婴室 nursing_room",
    "shop": "超市 惠民超市 平价超市 小卖部 shop",
    "massage": "按摩椅 按摩 massage",
}
_CODES = {word: code for code, words in WORDS.items() for word in words.split()}
_BETWEEN = re.compile(r"[、,，;；|/+和及\s]+")
_NOTHING = ("", "无", "否", "没有", "未", "0", "×", "x", "no", "n", "false", "-", "—", "/", "无此项")
_SIMPLY_YES = ("有", "是", "√", "✓", "✔", "☑", "●", "1", "yes", "y", "true", "齐全", "具备")
_COUNT = re.compile(r"(\d{1,4})\s*([个台把张套只部箱间盏组位]?)")


def facilities_in(text: str, names: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The codes that a text such as 休息室、手机充电 names, and the words that nobody knows.

    `names` are the county's own names for its facilities, each with its code.
    """
    found: dict[str, str] = {}
    unknown: list[str] = []
    for phrase in filter(None, _BETWEEN.split(text)):
        if phrase.startswith(("无", "没有")):
            continue
        if code := facility_called(phrase, names):
            found.setdefault(code, "")
        else:
            unknown.append(phrase)
    return found, unknown


def facility_meant(word: str) -> str:
    """The code of a facility that somebody looks for by this very word; empty where it is none."""
    return _CODES.get(word.lower(), "")


def facility_called(phrase: str, names: Mapping[str, str]) -> str:
    """The code of the longest known word in a phrase; empty where there is none."""
    plain = phrase.lower().strip()
    best, best_code = "", ""
    for word, code in [*names.items(), *_CODES.items()]:
        known = word.lower()
        inside = known == plain if known.isascii() else known in plain
        if inside and len(known) > len(best):
            best, best_code = known, code
    return best_code


def says_yes(cell: str) -> tuple[bool, str] | None:
    """Whether a facility's own column says it is there, with a note such as 8 个; None if unclear."""
    plain = cell.lower().strip()
    if plain in _NOTHING:
        return False, ""
    if plain in _SIMPLY_YES:
        return True, ""
    if counted := _COUNT.fullmatch(plain):
        return int(counted[1]) > 0, f"{int(counted[1])} {counted[2]}".strip()
    return None
