"""Which column of an office's sheet means what, and where its rows begin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.stations.rules.facility_words import facility_called
from nuanfeng.modules.stations.rules.sheets import ROWS_MAX, TOO_MANY_ROWS, Table

HEADER_ROW_MAX = 10
NO_HEADER = Refusal(
    "sheet_no_header",
    N_("No row among the first ten names the columns. One column must be called name."),
)
NO_ROWS = Refusal("sheet_no_rows", N_("There are column names, but no rows under them."))

ALIASES: dict[str, str] = {
    "name": (
        "名称 站点名称 驿站名称 站名 阵地名称 场所名称 服务点名称 服务站名称 网点名称 爱心驿站名称 "
        "红色之家名称 户外劳动者服务站点名称 站点 驿站 name stationname station 쉼터명칭 쉼터명 "
        "시설명 명칭"
    ),
    "name_en": "英文名称 英文名 nameen englishname",
    "aliases": "别名 曾用名 又名 俗称 alias aliases",
    "kind": "类型 类别 站点类型 驿站类型 站点类别 性质 kind type",
    "audience": "服务对象 服务人群 面向人群 audience",
    "address": (
        "地址 详细地址 具体地址 站点地址 驿站地址 所在地址 位置 所在位置 具体位置 坐落 address "
        "도로명주소 주소 소재지"
    ),
    "address_other": "지번주소",
    "area": (
        "镇街 街镇 乡镇 街道 镇街道 乡镇街道 街道乡镇 所属镇街 所属街道 所属乡镇 所在镇街 所在街道 "
        "town township area"
    ),
    "village": "村社区 社区村 社区 村 所属社区 所在社区 village community",
    "latitude": "纬度 北纬 lat latitude latpublished 위도",
    "longitude": "经度 东经 lon lng longitude lonpublished 경도",
    "latitude_wgs84": "latwgs84",
    "longitude_wgs84": "lonwgs84",
    "point": "经纬度 坐标 地理坐标 位置坐标 gps gps坐标 coordinates",
    "phone": (
        "电话 联系电话 站点电话 服务电话 固定电话 座机 办公电话 phone tel telephone phoneoffice "
        "전화번호 연락처"
    ),
    "hours": (
        "开放时间 营业时间 服务时间 开门时间 工作时间 运营时间 开放时段 时间 hours openinghours "
        "hourspublished 运行时间 운영시간 이용시간"
    ),
    "hours_osm": "openinghoursosm",
    "facilities": "设施 服务设施 设施设备 配套设施 配备设施 服务内容 服务项目 服务功能 功能 facilities",
    "facilities_more": "facilitiespublished",
    "remarks": "备注 说明 note notes remark remarks 비고",
    "source": "来源 数据来源 source sourceurl",
    "checked_on": "核实日期 核实时间 更新日期 更新时间 核查日期 verifiedon checkedon",
}
# About a person, not a place: never read, never kept.
PERSONAL = (
    "负责人", "联系人", "站长", "站长姓名", "姓名", "手机", "手机号", "手机号码", "联系人电话",
    "负责人电话", "站长电话", "负责人手机", "身份证", "身份证号", "contact", "담당자",
)  # fmt: skip
NUMBERS = ("序号", "编号", "no", "id", "number", "연번")

_MEANINGS = {alias: meaning for meaning, aliases in ALIASES.items() for alias in aliases.split()}
_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|汇总|total|합계|소계)[:]?\d*", re.IGNORECASE)
_AROUND = re.compile(
    r"^(?:填表|填报|制表|审核|审批|经办|单位负责人|单位(?:[(]?盖章|名称:)|报送|日期:|备注:|注:|说明:|"
    r"联系人:|联系电话:|[(]?盖章)"
)
_EXAMPLE = ("例", "例如", "示例", "样例", "例:", "填写示例")


@dataclass(frozen=True)
class StationSheet:
    """What was found in a sheet: its columns by meaning, and its rows under their own numbers."""

    header_row: int
    # The words of the header, by the column's place.
    headers: dict[int, str]
    # Meaning by the column's place; a facility's own column is `facility:CODE`.
    columns: dict[int, str]
    rows: list[tuple[int, dict[str, str]]]
    personal: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def find_stations(tables: list[Table], names: Mapping[str, str]) -> StationSheet | Refusal:
    """The sheet that lists stations, its header found among the first ten rows."""
    best: tuple[int, Table, int] | None = None
    for table in tables:
        for place, row in enumerate(table.rows[:HEADER_ROW_MAX]):
            score = _header_score(row)
            if score and (best is None or score > best[0]):
                best = (score, table, place)
    if best is None:
        return NO_HEADER
    _score, table, place = best
    sheet = _sheet(table, place, names)
    if not sheet.rows:
        return NO_ROWS
    return replace(TOO_MANY_ROWS, params={"rows": ROWS_MAX}) if len(sheet.rows) > ROWS_MAX else sheet


def plain_header(text: str) -> str:
    """A header without brackets, stars, spaces and units."""
    return re.sub(r"[(（\[【].*?[)）\]】]|[\s*_:：、/.\-]+|[(（].*$", "", text.lower())


def _header_score(row: list[str]) -> int:
    meanings = {_MEANINGS.get(plain_header(cell)) for cell in row} - {None}
    return len(meanings) + 1 if "name" in meanings else 0


def _sheet(table: Table, place: int, names: Mapping[str, str]) -> StationSheet:
    headers, last = _headers(table, place)
    columns: dict[int, str] = {}
    personal, ignored = [], []
    for column, header in headers.items():
        meaning = _meaning(header, names)
        if meaning == "personal":
            personal.append(header)
        elif meaning and meaning not in columns.values():
            columns[column] = meaning
        elif plain_header(header) not in NUMBERS:
            ignored.append(header)
    return StationSheet(last + 1, headers, columns, _rows(table, last, columns), personal, ignored)


def _meaning(header: str, names: Mapping[str, str]) -> str:
    plain = plain_header(header)
    if plain in PERSONAL:
        return "personal"
    if plain in _MEANINGS or plain in NUMBERS:
        return _MEANINGS.get(plain, "")
    code = facility_called(re.sub(r"(?:数量|个数|数|有无|是否有|配备)", "", plain), names)
    return f"facility:{code}" if code else ""


def _headers(table: Table, place: int) -> tuple[dict[int, str], int]:
    """The words of the header and the last row it takes: a second row may divide its columns."""
    first = table.rows[place]
    second = table.rows[place + 1] if place + 1 < len(table.rows) else []
    told = [cell for cell in second if cell]
    divides = bool(told) and all(plain_header(cell) in _MEANINGS for cell in told)
    if not divides or told == [cell for cell in first if cell]:
        return {column: cell for column, cell in enumerate(first) if cell}, place
    width = max(len(first), len(second))
    both = zip_longest(second, first, fillvalue="")
    words = {column: below or above for column, (below, above) in zip(range(width), both, strict=True)}
    return {column: word for column, word in words.items() if word}, place + 1


def _rows(table: Table, place: int, columns: dict[int, str]) -> list[tuple[int, dict[str, str]]]:
    filled = _fill_joined(table, place)
    header = [cell for cell in table.rows[place] if cell]
    rows = []
    for number, (row, raw) in enumerate(zip(filled, table.rows[place + 1 :], strict=True), place + 2):
        told = [cell for cell in raw if cell]
        if not told or told == header or _stands_around(told):
            continue
        cells = {columns[column]: cell for column, cell in enumerate(row) if column in columns and cell}
        if cells:
            rows.append((number, cells))
    return rows


def _stands_around(told: list[str]) -> bool:
    """Totals, signatures and examples, which are about the rows and are none."""
    first = told[0].replace(" ", "")
    if _TOTAL.match(first) or first in _EXAMPLE:
        return True
    return bool(_AROUND.match(first)) and len(told) <= 6


def _fill_joined(table: Table, place: int) -> list[list[str]]:
    """Body rows in which a cell joined over several rows says the same in each."""
    rows = [list(row) for row in table.rows]
    for top, left, bottom, right in table.joined:
        if top <= place or left != right:
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left]:
                row[left] = rows[top][left]
    return rows[place + 1 :]
