"""Lists of stations from Excel: sent, looked at, decided, applied."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import render_page, sentence_of
from nuanfeng.kernel.xlsx import workbook_response
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.forms import DATUM_WORDS, DecisionForm, ImportForm, actor_of
from nuanfeng.modules.stations.models import StationImport, StationImportRow
from nuanfeng.modules.stations.queries.import_pages import RowView, progress_of, returned_sheet, row_views
from nuanfeng.modules.stations.queries.importing import TABS, counts_by_tab, rows_of_tab
from nuanfeng.modules.stations.rules.sheets import BYTES_MAX, TOO_BIG

PAGE_SIZE = 50


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The lists that came, and a form for the next."""
    form = ImportForm(request.POST or None, request.FILES or None)
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            sheet = _look(request, form)
        except Refused as no:
            refusal = no.refusal
        else:
            if sheet.applied_at:
                messages.info(request, gettext("This file was imported before; nothing has changed."))
            return redirect("stations:desk_import", sheet.pk)
    sent = StationImport.objects.select_related("sent_by")
    page = Paginator(sent, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "refusal": refusal, "page": page}
    status = 422 if refusal or form.errors else 200
    return render_page(request, "stations/desk_imports.html", context, status=status)


@county_page
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of each row, in tabs."""
    return _sheet_page(request, get_object_or_404(StationImport, pk=pk))


@county_page
@require_POST
def decide(request: HttpRequest, pk: int, row_id: int) -> HttpResponse:
    """Say what becomes of a row."""
    kept = get_object_or_404(StationImportRow, pk=row_id, sheet_id=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("stations:desk_import", pk)
    try:
        usecases.decide_row(row_id=kept.pk, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
    except Refused as no:
        messages.error(request, sentence_of(no.refusal))
    return redirect(f"{reverse('stations:desk_import', args=[pk])}?{_same_place(request)}#row-{kept.number}")


@county_page
@require_POST
def decide_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the same of every row that waits."""
    kept = get_object_or_404(StationImport, pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        usecases.decide_undecided(
            sheet_id=kept.pk, decision=form.cleaned_data["decision"], actor=actor_of(request), now=clock.now()
        )
    return redirect("stations:desk_import", pk)


@county_page
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows become stations: a short list at once, a long one goes on in the background."""
    kept = get_object_or_404(StationImport, pk=pk)
    actor, now = actor_of(request), clock.now()
    usecases.start_import(sheet_id=kept.pk, actor=actor, now=now)
    applied = usecases.apply_import(sheet_id=kept.pk, actor=actor, now=now)
    if not applied.rows_left:
        messages.success(request, gettext("Imported."))
    return redirect("stations:desk_import", pk)


@county_page
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is: a part of the sheet's page that asks again by itself."""
    kept = get_object_or_404(StationImport, pk=pk)
    state = progress_of(kept, now=clock.now())
    if not state.is_running:
        response = HttpResponse()
        response["HX-Redirect"] = reverse("stations:desk_import", args=[pk])
        return response
    context = {"sheet": kept, "progress": state}
    return render_page(request, "stations/desk_import.html#progress", context)


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the whole import, after one more look at what that means."""
    kept = get_object_or_404(StationImport, pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            done = usecases.take_back_import(sheet_id=pk, actor=actor_of(request), now=clock.now())
        except Refused as no:
            refusal = no.refusal
        else:
            said = gettext("Taken back: %(removed)s stations removed, %(restored)s as they were before.")
            messages.success(request, said % {"removed": done.removed, "restored": done.restored})
            if done.kept:
                stays = ngettext(
                    "%(count)s station stays; its row says why.",
                    "%(count)s stations stay; their rows say why.",
                    done.kept,
                )
                messages.info(request, stays % {"count": done.kept})
            return redirect("stations:desk_import", pk)
    context = {"sheet": kept, "refusal": refusal, "counts": counts_by_tab(kept)}
    return render_page(request, "stations/desk_take_back.html", context, status=409 if refusal else 200)


@county_page
@require_safe
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that did not come in, with the reasons, as a sheet to put right and send again."""
    kept = get_object_or_404(StationImport, pk=pk)
    name = gettext("Not imported") + " " + kept.file_name.rsplit(".", 1)[0]
    return workbook_response(name, returned_sheet(kept, today=timezone.localdate(clock.now())))


def _look(request: HttpRequest, form: ImportForm) -> StationImport:
    sent = form.cleaned_data["sheet"]
    if sent.size > BYTES_MAX:
        raise Refused(TOO_BIG)
    return usecases.preview_import(
        actor=actor_of(request),
        now=clock.now(),
        content=sent.read(),
        file_name=sent.name,
        datum=form.cleaned_data["datum"],
        kind=form.cleaned_data["kind"],
    )


def _sheet_page(request: HttpRequest, kept: StationImport) -> HttpResponse:
    counts = counts_by_tab(kept)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else next((name for name in ("undecided", "wrong") if counts[name]), "all")
    page = Paginator(rows_of_tab(kept, tab), PAGE_SIZE).get_page(request.GET.get("page"))
    views: list[RowView] = row_views(list(page.object_list), today=timezone.localdate(clock.now()))
    context: dict[str, Any] = {
        "sheet": kept,
        "datum_words": DATUM_WORDS[kept.datum],
        "counts": counts,
        "tabs": [(name, word, counts[name]) for name, word in TABS.items() if counts[name] or name == "all"],
        "tab": tab,
        "page": page,
        "rows": views,
        "progress": progress_of(kept, now=clock.now()),
    }
    return render_page(request, "stations/desk_import.html", context)


def _same_place(request: HttpRequest) -> str:
    """The tab and page that the decision was made on."""
    tab, page = request.POST.get("tab", ""), request.POST.get("page", "")
    told = [f"tab={tab}"] if tab in TABS else []
    return "&".join([*told, *([f"page={page}"] if page.isdecimal() and len(page) < 6 else [])])
