"""The words in which people publish hours, cut into tokens. Chinese first, some Korean and English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from nuanfeng.modules.stations.rules.hours import DAY_NAMES, MONTH_NAMES

_NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_NUMBER = re.compile(r"(?<![周期拜年])[零〇一二两三四五六七八九十]{1,3}(?=点|时|點|月|日|号|分|刻|小时)")
_REPLACEMENTS = [
    (re.compile(r"[—–−‐〜~]+|至|到|부터"), "-"),
    (re.compile(r"一直|까지"), ""),
    (re.compile(r"-{2,}"), "-"),
    (re.compile(r"(\d{1,2})\s*(?:点|时|點)\s*半"), r"\1:30"),
    (re.compile(r"(\d{1,2})\s*(?:点|时|點)\s*1\s*刻"), r"\1:15"),
    (re.compile(r"(\d{1,2})\s*(?:点|时|點)\s*3\s*刻"), r"\1:45"),
    (re.compile(r"(\d{1,2})\s*(?:点|时|點|시(?!간))\s*(\d{1,2})\s*(?:分|분)?"), r"\1:\2"),
    (re.compile(r"(\d{1,2})\s*(?:点|时(?!间)|點|시(?!간))(?:整|钟)?"), r"\1:00"),
    (re.compile(r"早\s*(\d{1,2})\s*晚\s*(\d{1,2})(?![\d:])"), r"早\1:00-晚\2:00"),
    (re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?=\s*-\s*\d{1,2}\.\d\d)"), r"\1:\2"),
    (re.compile(r"(-\s*\d{1,2})\.(\d\d)(?![\d.])"), r"\1:\2"),
    (re.compile(r"(?<!\d)([01]\d|2[0-4])([0-5]\d)\s*-\s*([01]\d|2[0-4])([0-5]\d)(?!\d)"), r"\1:\2-\3:\4"),
]

_PART = (
    r"(?:次日|翌日|第二天|익일|다음날|凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|"
    r"早|晚|夜|오전|오후|아침|저녁|새벽|밤|정오|am|pm|a\.m\.|p\.m\.)"
)
_CLOCK = (
    r"(?P<{0}part>(?:{1}\s*)*)(?P<{0}hour>\d{{1,2}})(?::(?P<{0}minute>\d{{1,2}}))?(?::00)?"
    r"\s*(?P<{0}after>am|pm)?"
)
_BEGIN, _END = _CLOCK.format("begin_", _PART), _CLOCK.format("end_", _PART)
_OPENED = r"\s*(?:开门|开放|开始|营业|起)?[\s,]*-[\s,]*"

_ZH = "一二三四五六日天"
_WEEK = r"(?:周|星期|礼拜)"
_KO = "월화수목금토일"
_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EN_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"

_PATTERNS: list[tuple[str, str]] = [
    ("always", r"(?:全天候?|每天|365天)?\s*24\s*(?:小时|时|h(?:ours)?|시간)|全天(?!\d)|通宵|24/7"),
    ("dates", r"(\d{1,2})月(\d{1,2})[日号]?\s*-\s*(\d{1,2})月(\d{1,2})[日号]?"),
    ("months", r"(\d{1,2})\s*월?月?\s*-\s*(\d{1,2})\s*[月월](?:份)?"),
    ("span", rf"(?<![\d:.-]){_BEGIN}{_OPENED}{_END}(?![\d:])"),
    ("season", r"夏季|夏令时|夏天|冬季|冬令时|冬天|春季|秋季|春秋季"),
    ("days", rf"{_WEEK}([{_ZH}])\s*-\s*{_WEEK}?([{_ZH}])"),
    ("day_list", rf"{_WEEK}[{_ZH}](?:\s*[、,及和与]?\s*{_WEEK}?[{_ZH}](?![一-鿿]))*"),
    ("ko_days", rf"([{_KO}])(?:요일)?\s*-\s*([{_KO}])(?:요일)?"),
    ("ko_day", rf"([{_KO}])요일"),
    ("en_days", rf"({_EN_DAY})\s*(?:-|to)\s*({_EN_DAY})"),
    ("en_day", rf"({_EN_DAY})"),
    ("weekend", r"周末|双休日|双休|주말|weekends?"),
    ("workday", r"工作日|上班日|平日|평일|weekdays?"),
    ("no_rest", r"(?:法定)?节假日(?:均|都)?(?:照常|正常|不休|无休)(?:开放|营业)?|(?:全年|年中)?无休"),
    ("no_break", r"(?:中午|午间)(?:不休息|不休|不关门|照常)(?:开放|营业)?"),
    ("holiday", r"(?:法定)?(?:节假日|公休日|假日)|국?공휴일|public holidays?|holidays?"),
    ("every", r"每天|每日|天天|一年四季|매일|daily|every ?day"),
    ("rest", r"休息|不开放|不营业|不开门|闭馆|休馆|闭店|关闭|关门|打烊|除外|停止开放|"
             r"휴무|미운영|휴관|closed"),
    ("except", r"除(?!外)"),
    ("answer", r"响应|热线|客服|接听"),
    ("ask", r"以.{0,12}为准|见公告|详询|电话咨询|현장.{0,6}확인"),
    ("booking", r"(?:需|须|请)?(?:提前)?预约|예약"),
    ("condition", r"刷脸|刷身份证|刷卡|扫码|密码锁?|摄像头|(?:有人|有工作人员)?值守|有人|有?工作人员|"
                  r"进门|进入|自助|白天|夜晚|夜间|晚上|\+"),
    ("otherwise", r"(?:其余|其他|其它)(?:时间|时段|月份|季节)?"),
    ("neutral", r"不打烊|不间断|不停|365天|全年|常年|免费|对外|(?:开放|营业|服务|运营|开门)(?:时间)?|时间|"
                r"운영시간|이용시간|(?:상시)?\s*(?:운영|개방|이용)|상시|전일|통상|평시|通常|为|均|都|及|和|的|每|"
                r"以外|之外|外(?=[,每均都其]|\s|$)|open|hours"),
    ("clock", rf"(?:{_PART}\s*)*\d{{1,2}}:\d{{2}}"),
]  # fmt: skip
_TOKEN = re.compile("|".join(f"(?P<{kind}_>{pattern})" for kind, pattern in _PATTERNS))
_QUIET = set(" ,;:、。,.()[]「」\"'/|\n\t-")

_SEASONS = {
    "夏": "Jul-Aug",
    "冬": "Dec-Feb",
    "春": "Mar-May",
    "秋": "Sep-Nov",
}


@dataclass(frozen=True)
class Clock:
    """A time as it is written: 下午 2:30. `is_told` where it cannot be a mere number."""

    part: str
    hour: int
    minute: int
    is_told: bool

    @classmethod
    def of(cls, found: re.Match[str], name: str) -> "Clock":
        part = f"{found[name + 'part'] or ''}{found[name + 'after'] or ''}".replace(" ", "")
        minute = found[name + "minute"]
        return cls(part, int(found[name + "hour"]), int(minute or 0), bool(part or minute))


@dataclass(frozen=True)
class Token:
    """A piece of the text: its kind, what it says in OSM's words, and the text itself."""

    kind: str
    value: str
    text: str
    span: tuple[Clock, Clock] | None = None


def plain_words(text: str) -> str:
    """Full-width letters, Chinese numerals, dashes and o'clocks in one spelling."""
    plain = _HAN_NUMBER.sub(lambda found: str(_number(found[0])), normalize("NFKC", text).lower())
    for pattern, instead in _REPLACEMENTS:
        plain = pattern.sub(instead, plain)
    return plain.strip()


def tokens(plain: str) -> Iterator[Token]:
    """The pieces in order; what no pattern knows comes as `other`."""
    place = 0
    for found in _TOKEN.finditer(plain):
        yield from _other(plain[place : found.start()])
        yield _token(_kind_of(found), found)
        place = found.end()
    yield from _other(plain[place:])


def _other(text: str) -> Iterator[Token]:
    if letters := "".join(sign for sign in text if sign not in _QUIET):
        yield Token("other", letters, letters)


def _kind_of(found: re.Match[str]) -> str:
    return next(kind for kind, _pattern in _PATTERNS if found[f"{kind}_"] is not None)


def _token(kind: str, found: re.Match[str]) -> Token:
    text = found[0]
    if kind == "span":
        return _span_token(found)
    if kind in _DAY_WORDS:
        return Token("days", _DAY_WORDS[kind], text)
    if kind in _DAY_KINDS:
        return Token("days", _DAY_KINDS[kind](text), text)
    if kind in ("dates", "months"):
        return Token("season", _season_of_numbers(text), text)
    if kind == "season":
        return Token("season", _SEASONS[text[0]], text)
    return Token(kind, "", text)


def _span_token(found: re.Match[str]) -> Token:
    begin = Clock.of(found, "begin_")
    end = Clock.of(found, "end_")
    if not (begin.is_told or end.is_told):
        return Token("other", found[0], found[0])
    return Token("span", "", found[0], (begin, end))


def _han_days(text: str) -> str:
    days = [_ZH.index(sign) % 7 if sign != "天" else 6 for sign in text if sign in _ZH]
    if "-" in text:
        return _range(days[0], days[-1])
    return ",".join(DAY_NAMES[day] for day in days)


def _ko_days(text: str) -> str:
    days = [_KO.index(sign) for sign in text.replace("요일", "") if sign in _KO]
    return _range(days[0], days[-1])


def _en_days(text: str) -> str:
    days = [_EN.index(word) for word in re.findall("|".join(_EN), text)]
    return _range(days[0], days[-1])


def _range(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "all"
    return DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]}-{DAY_NAMES[last]}"


_DAY_KINDS = {
    "days": _han_days,
    "day_list": _han_days,
    "ko_days": _ko_days,
    "ko_day": _ko_days,
    "en_days": _en_days,
    "en_day": _en_days,
}
_DAY_WORDS = {"weekend": "Sa-Su", "workday": "workdays", "holiday": "PH", "every": "all"}


def _season_of_numbers(text: str) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    months = numbers[::2] if len(numbers) == 4 else numbers
    if not all(1 <= month <= 12 for month in months):
        return ""
    names = [MONTH_NAMES[month - 1] for month in months]
    if len(numbers) == 4:
        return f"{names[0]} {numbers[1]}-{names[1]} {numbers[3]}"
    return f"{names[0]}-{names[1]}"


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS[sign]) for sign in text))
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
