"""What templates need again and again: icons, times in words, refusals, small charts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import sentence_of
from nuanfeng.ui import charts
from nuanfeng.ui.navigation import OFFICE_WAYS, WORKER_WAYS, shown_ways

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file; its plain address where the list of files is missing."""
    try:
        return static(path)
    except ValueError:
        return f"/static/{path}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One outline of the set; it stands beside a word, so it is silent unless given a label."""
    address = f"{asset('ui/icons.svg')}#{name or 'more'}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.filter
def sentence(refusal: Any) -> str:
    """A refusal in the reader's language."""
    return sentence_of(refusal) if refusal else ""


@register.filter
def said(sentence: Any) -> str:
    """A sentence of the rules (`msgid`, `params`) in the reader's language."""
    return gettext(sentence.msgid) % dict(sentence.params) if sentence else ""


@register.filter
def in_words(msgid: str) -> str:
    """A marked msgid in the reader's language."""
    return gettext(msgid) if msgid else ""


@register.filter
def clock_time(moment: datetime) -> str:
    """`6:12`, in the county's time."""
    here = timezone.localtime(moment)
    return f"{here.hour}:{here.minute:02d}"


@register.filter
def day_words(day: date, today: date | None = None) -> str:
    """今天, 昨天, 明天, else 3月2日, with the year where it is another."""
    today = today or timezone.localtime(clock.now()).date()
    words = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    if (day - today).days in words:
        return words[(day - today).days]
    is_chinese = (get_language() or "").startswith("zh")
    if day.year == today.year:
        return date_format(day, "n月j日" if is_chinese else "j F")
    return full_day(day)


@register.filter
def full_day(day: date) -> str:
    """2026年3月2日 or 2 March 2026, whichever the reader's language says."""
    return date_format(day, "Y年n月j日" if (get_language() or "").startswith("zh") else "j F Y")


@register.filter
def when(moment: datetime, now: datetime | None = None) -> str:
    """今天 6:12, 昨天 20:00, 3月2日 6:12."""
    if not moment:
        return ""
    today = timezone.localtime(now or clock.now()).date()
    return f"{day_words(timezone.localtime(moment).date(), today)} {clock_time(moment)}"


@register.filter
def on_day(moment: datetime, now: datetime | None = None) -> str:
    """今天, 昨天, 3月2日: the day of a moment in the county's time."""
    today = timezone.localtime(now or clock.now()).date()
    return day_words(timezone.localtime(moment).date(), today)


@register.inclusion_tag("ui/bar.html", takes_context=True)
def bottom_bar(context: template.Context) -> dict[str, Any]:
    """The four ways of a worker's page."""
    return {"ways": shown_ways(WORKER_WAYS, context["request"].path)}


@register.inclusion_tag("ui/office_ways.html", takes_context=True)
def office_ways(context: template.Context) -> dict[str, Any]:
    """The ways of the office, those that the module list offers."""
    return {"ways": shown_ways(OFFICE_WAYS, context["request"].path)}


@register.inclusion_tag("ui/bars.html")
def bars(points: Sequence[Any], title: str) -> dict[str, Any]:
    """A bar for each (label, value) or (label, value, address); drawn on the server."""
    return charts.bars(points, title)


@register.inclusion_tag("ui/sparkline.html")
def sparkline(values: Sequence[float], title: str) -> dict[str, Any]:
    """The run of a figure, as small as a word."""
    return charts.sparkline(values, title)


@register.simple_tag(takes_context=True)
def same_page_with(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some parameters changed; None or '' takes one out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path
