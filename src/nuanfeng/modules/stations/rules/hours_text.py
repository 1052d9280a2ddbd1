"""Hours as places publish them, turned into OSM hours, with how sure that is.

`exact`: the text says just that. `interpreted`: a usual reading of what it says. `doubtful`: something
in it was not understood or had to be guessed. `none`: no hours can be read from it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.hours_osm import HoursRule, joined_days, written
from nuanfeng.modules.stations.rules.hours_words import Clock, Token, plain_words, tokens

Confidence = Literal["exact", "interpreted", "doubtful", "none"]

NO_TIMES = N_("no times in it")
ONLY_ONE_TIME = N_("only one time: when it opens or when it closes, not both")
ON_SITE = N_("it says to look at the notice on the door")
ANSWERS_ONLY = N_("it says that somebody answers, not that the place is open")
ONLY_EXTRA = N_("it speaks of extra hours on some days only")
NOT_A_TIME = N_("a time in it does not exist")
TOO_LONG = N_("it is too long")
LEFT_OVER = N_("part of it was not understood")
GUESSED_AFTERNOON = N_("the second time was taken as afternoon")
OVER_NIGHT = N_("it was taken to stay open past midnight")
SEASON_GUESSED = N_("which months the season has was taken as usual")
CONDITIONS = N_("it says how to get in at some hours")
WORKDAYS = N_("working days were taken as Monday to Friday without holidays")
BREAK_TAKEN_OUT = N_("the break was taken out")
SEASONAL = N_("only for part of the year")

_EXTRA = (
    "폭염특보", "폭염 특보", "폭염기간", "한파특보", "추가운영", "확대 운영", "연장운영", "延长开放", "加开",
)  # fmt: skip
_CHUNK_ENDS = ("/", "※", "\n")
_AFTERNOON = ("下午", "午后", "傍晚", "晚", "夜", "오후", "저녁", "밤", "pm", "p.m.")
_NIGHT = ("凌晨", "새벽")
_NEXT_DAY = ("次日", "翌日", "第二天", "익일", "다음날")
_PLACE = {"none": 0, "doubtful": 1, "interpreted": 2, "exact": 3}
TEXT_LENGTH_MAX = 300
NOON, MIDNIGHT = 720, 1440


@dataclass(frozen=True)
class HoursReading:
    """OSM hours, how sure they are, and why not surer (msgids)."""

    osm: str
    confidence: Confidence
    reasons: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether people should be told to call before they go."""
        return self.confidence == "doubtful"


@dataclass
class _Reading:
    """What was understood so far."""

    rules: list[HoursRule] = field(default_factory=list)
    rests: list[str] = field(default_factory=list)
    season: str = ""
    days: list[str] = field(default_factory=list)
    days_used: bool = False
    is_excluding: bool = False
    clocks: int = 0
    kinds: set[str] = field(default_factory=set)
    confidence: Confidence = "exact"
    reasons: list[str] = field(default_factory=list)

    def is_at_most(self, confidence: Confidence, reason: str) -> None:
        if _PLACE[confidence] < _PLACE[self.confidence]:
            self.confidence = confidence
        if reason not in self.reasons:
            self.reasons.append(reason)


@lru_cache(maxsize=4096)
def read_hours(text: str) -> HoursReading:
    """What a published text says of the hours."""
    if len(text) > TEXT_LENGTH_MAX:
        return HoursReading("", "none", (TOO_LONG,))
    plain = plain_words(text)
    chunks = _chunks(plain)
    told = [chunk for chunk in chunks if not any(word in chunk for word in _EXTRA)]
    if not told and chunks:
        return HoursReading("", "none", (ONLY_EXTRA,))
    reading = _Reading()
    for chunk in told:
        for token in tokens(chunk):
            _take(reading, token)
    if len(told) < len(chunks):
        reading.is_at_most("doubtful", LEFT_OVER)
    return _outcome(reading)


def _chunks(plain: str) -> list[str]:
    for sign in _CHUNK_ENDS[1:]:
        plain = plain.replace(sign, _CHUNK_ENDS[0])
    return [chunk for chunk in plain.split(_CHUNK_ENDS[0]) if chunk.strip()]


def _take(reading: _Reading, token: Token) -> None:
    reading.kinds.add(token.kind)
    if token.kind == "span" and token.span:
        opens_and_closes = "开" in token.text or "营业" in token.text
        reading.kinds |= {"opens"} if opens_and_closes else set()
        _take_span(reading, *token.span)
    elif token.kind == "always":
        _current(reading).is_always = True
    elif token.kind == "days":
        _take_days(reading, token.value)
    elif token.kind == "season":
        _take_season(reading, token)
    elif token.kind == "rest":
        _take_rest(reading)
    else:
        _take_remark(reading, token.kind)


def _take_remark(reading: _Reading, kind: str) -> None:
    if kind == "except":
        reading.is_excluding = True
    elif kind == "otherwise":
        _take_the_rest_of_the_year(reading)
        reading.days, reading.days_used = [], False
    elif kind == "clock":
        reading.clocks += 1
        reading.is_at_most("doubtful", LEFT_OVER)
    elif kind == "condition":
        reading.is_at_most("interpreted", CONDITIONS)
    elif kind in ("other", "ask", "booking"):
        reading.is_at_most("doubtful", LEFT_OVER)


def _take_the_rest_of_the_year(reading: _Reading) -> None:
    """7-8月 9:00-22:00，其他 8:30-20:00: what follows holds outside the months that were named."""
    of_season = [rule for rule in reading.rules if rule.season == reading.season]
    if reading.season and of_season and not any(rule.days for rule in of_season):
        reading.season = ""


def _take_days(reading: _Reading, value: str) -> None:
    if reading.days_used:
        reading.days, reading.days_used = [], False
    if value == "workdays":
        reading.is_at_most("interpreted", WORKDAYS)
        reading.rests.append("PH")
        value = "Mo-Fr"
    if reading.is_excluding:
        reading.rests.append(value)
        reading.is_excluding = False
    else:
        reading.days.append(value)


def _take_season(reading: _Reading, token: Token) -> None:
    if reading.days_used and reading.season == token.value:
        # A remark behind the hours, 夏季 8:30-17:30（通常7-8月）, only says which months were meant.
        return
    if token.value:
        reading.season = token.value
    reading.days, reading.days_used = [], False
    named = token.text[0] in "夏冬春秋"
    reading.is_at_most("interpreted", SEASON_GUESSED if named else SEASONAL)


def _take_rest(reading: _Reading) -> None:
    last = reading.rules[-1] if reading.rules else None
    if reading.days and not reading.days_used:
        reading.rests += reading.days
        reading.days = []
    elif last and last.spans and "opens" not in reading.kinds:
        _take_break_out(reading, last)


def _take_break_out(reading: _Reading, rule: HoursRule) -> None:
    begin, end = rule.spans[-1]
    whole = next((span for span in rule.spans[:-1] if span[0] < begin and end < span[1]), None)
    rule.spans = [span for span in rule.spans[:-1] if span != whole]
    if whole is None:
        # A break in hours that are not told: nothing is open because of it.
        reading.rules = [kept for kept in reading.rules if kept.spans or kept.is_always]
        reading.is_at_most("doubtful", LEFT_OVER)
        return
    rule.spans += [(whole[0], begin), (end, whole[1])]
    reading.is_at_most("interpreted", BREAK_TAKEN_OUT)


def _current(reading: _Reading) -> HoursRule:
    days = joined_days(reading.days)
    reading.days_used = True
    for rule in reading.rules:
        if (rule.season, rule.days) == (reading.season, days):
            return rule
    reading.rules.append(HoursRule(reading.season, days))
    return reading.rules[-1]


def _take_span(reading: _Reading, begin: Clock, end: Clock) -> None:
    if max(begin.hour, end.hour) > 24 or max(begin.minute, end.minute) > 59:
        reading.is_at_most("none", NOT_A_TIME)
        return
    start = _minutes(begin, part=begin.part)
    stop = _minutes(end, part=end.part)
    # 下午2点-5点: the second time is in the same half of the day unless it says otherwise.
    if not end.part and _is_afternoon(begin.part) and start < (later := _minutes(end, part="晚")):
        stop = later
    if stop <= start and not end.part and stop + NOON > start and end.hour < 12 and start <= NOON:
        stop += NOON
        reading.is_at_most("doubtful", GUESSED_AFTERNOON)
    elif stop <= start:
        stop += MIDNIGHT
        told = any(word in end.part for word in _NEXT_DAY + _NIGHT)
        reading.is_at_most("interpreted" if told else "doubtful", OVER_NIGHT)
    if start >= MIDNIGHT or stop - start > MIDNIGHT:
        reading.is_at_most("none", NOT_A_TIME)
        return
    _current(reading).spans.append((start, stop))


def _minutes(clock: Clock, *, part: str) -> int:
    hour = clock.hour
    if any(word in part for word in _NIGHT):
        hour %= 24 if hour != 12 else 12
    elif hour == 12 and ("晚" in part or "夜" in part or "밤" in part):
        hour = 24
    elif (hour < 12 and _is_afternoon(part)) or (hour < 6 and "中午" in part):
        hour += 12
    return hour * 60 + clock.minute


def _is_afternoon(part: str) -> bool:
    return any(word in part for word in _AFTERNOON)


def _outcome(reading: _Reading) -> HoursReading:
    if reading.days and not reading.days_used:
        _take_days_behind(reading)
    if not reading.rules or reading.confidence == "none":
        return HoursReading("", "none", (_why_none(reading),))
    if "answer" in reading.kinds:
        return HoursReading("", "none", (ANSWERS_ONLY,))
    if any(rule.is_always and rule.spans for rule in reading.rules):
        reading.is_at_most("doubtful", LEFT_OVER)
    # In OSM a later rule stands over an earlier one, so the months that differ come last.
    reading.rules.sort(key=lambda rule: bool(rule.season))
    osm = written(reading.rules, reading.rests)
    if refusal_to_keep_hours(osm):
        return HoursReading("", "none", (NO_TIMES,))
    return HoursReading(osm, reading.confidence, tuple(reading.reasons))


def _take_days_behind(reading: _Reading) -> None:
    """8:30-17:30（周一至周五）: the days stand behind the hours."""
    if [rule.days for rule in reading.rules] == [""]:
        reading.rules[0].days = joined_days(reading.days)
    elif reading.rules:
        reading.is_at_most("doubtful", LEFT_OVER)


def _why_none(reading: _Reading) -> str:
    if NOT_A_TIME in reading.reasons:
        return NOT_A_TIME
    if "answer" in reading.kinds:
        return ANSWERS_ONLY
    if "ask" in reading.kinds:
        return ON_SITE
    return ONLY_ONE_TIME if reading.clocks else NO_TIMES
