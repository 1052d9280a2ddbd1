"""Who a programme is for and how often: the rule that runs, the one to come, and what it would have meant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits import queries, usecases
from nuanfeng.modules.benefits.forms import RuleForm, sender_of
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.queries.meals import rule_in_words
from nuanfeng.modules.benefits.queries.preview import Preview, rule_preview
from nuanfeng.modules.benefits.rules.periods import Rule, next_start, rule_on
from nuanfeng.modules.organisations.api import county_page


@dataclass(frozen=True, slots=True)
class RuleShown:
    """The rule that runs in words, and the one to come where there is one."""

    words: str
    period: str
    kinds_of_work: Sequence[str]
    stays: bool
    earliest: date | None
    coming: str = ""
    coming_on: date | None = None


def rule_shown(programme: Programme) -> RuleShown:
    """What the office reads of a programme's rule."""
    today = queries.day_of(programme, clock.now())
    rules = queries.rules_of([programme.pk])[programme.pk]
    running, coming = rule_on(rules, today), [rule for rule in rules if rule.starts_on > today]
    earliest = next_start([rule for rule in rules if rule.starts_on <= today], today=today)
    is_free = usecases.is_rule_free(programme=programme, today=today)
    return RuleShown(
        words=rule_in_words(running),
        period=running.period,
        kinds_of_work=running.kinds_of_work,
        stays=earliest is None and not is_free,
        earliest=None if is_free else earliest,
        coming=rule_in_words(coming[0]) if coming else "",
        coming_on=coming[0].starts_on if coming else None,
    )


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Look at what a rule would have meant, make it the next one, or take the next one back."""
    kept, now = get_object_or_404(Programme, code=code), clock.now()
    step = request.POST.get("step", "")
    if step == "withdraw":
        usecases.withdraw_rule(programme_id=kept.pk, actor=sender_of(request), now=now)
        messages.success(request, _("The rule stays as it is."))
        return redirect("benefits:desk_programme", code)
    shown = rule_shown(kept)
    begun = {"period": shown.period, "kinds_of_work": list(shown.kinds_of_work)}
    form, refusal, preview = RuleForm(request.POST or None, initial=begun), None, None
    if form.is_valid() and step == "save":
        try:
            made = usecases.change_rule(
                programme_id=kept.pk, actor=sender_of(request), now=now, **form.cleaned_data
            )
        except Refused as no:
            refusal = no.refusal
        else:
            day = max(made.starts_on, kept.starts_on).isoformat()
            messages.success(request, _("Saved. It begins on %(day)s.") % {"day": day})
            return redirect("benefits:desk_programme", code)
    elif form.is_valid():
        proposed = Rule(date.min, form.cleaned_data["period"], tuple(form.cleaned_data["kinds_of_work"]))
        preview = rule_preview(programme=kept, rule=proposed, now=now)
    context = {
        "programme": kept,
        "form": form,
        "refusal": refusal,
        "earliest": shown.earliest,
        "stays": shown.stays,
        "preview": preview,
        "rows": list(_rows(preview)) if preview else [],
    }
    status = 409 if refusal else 422 if form.is_bound and not form.is_valid() else 200
    return render_page(request, "benefits/desk_rule.html", context, status=status)


def _rows(preview: Preview) -> Iterator[dict[str, Any]]:
    yield {"label": _("Counted then"), "count": preview.counted_then}
    yield {"label": _("Green at once"), "count": preview.counted}
    already = {"count": preview.already, "people": preview.already_people}
    yield {"label": _("Yellow: had it in the same period"), **already}
    other = {"count": preview.other_work, "people": preview.other_work_people}
    yield {"label": _("Yellow: meant for another kind of work"), **other}
    yield {"label": _("Without a name, as now"), "count": preview.unnamed}
