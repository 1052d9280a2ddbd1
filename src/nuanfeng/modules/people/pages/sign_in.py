"""Signing in: a number, the code that came, and the first time a nickname."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.kernel.sms import send_sms, sender
from nuanfeng.kernel.web import landing_of, render_page
from nuanfeng.modules.people import queries, rules, usecases
from nuanfeng.modules.people.forms import CodeForm, PhoneForm, ProfileForm
from nuanfeng.modules.people.models import Person, digest_of_phone

UNDER_WAY = "sign_in"
UNDER_WAY_SECONDS = 30 * 60
PAUSE_SALT = "nuanfeng.people.pause"


@dataclass
class SignIn:
    """How far somebody has come with signing in; lies in the encrypted session for half an hour."""

    phone: str
    code_id: str
    next: str = ""
    not_sent: str = ""
    demo_code: str = ""
    proved_at: float = 0

    @classmethod
    def of(cls, request: HttpRequest) -> "SignIn | None":
        """What is under way in this browser."""
        kept = request.session.get(UNDER_WAY)
        return cls(**kept) if isinstance(kept, dict) else None

    def keep(self, request: HttpRequest) -> None:
        """Remember it until the person is in."""
        request.session[UNDER_WAY] = asdict(self)
        request.session.set_expiry(UNDER_WAY_SECONDS)


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_safe else ""


@require_GET
def other_door(request: HttpRequest) -> HttpResponse:
    """Every other address that used to sign people in leads to the one that does."""
    address = reverse("account_request_login_code")
    wanted = _safe_next(request)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the number. Whether it is known is never shown."""
    wanted = _safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(wanted or get_adapter().get_login_redirect_url(request))
    if request.method == "GET":
        return _show_sign_in(request, PhoneForm(initial={"next": wanted}))
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _show_sign_in(request, form, status=422)
    phone = form.cleaned_data["phone"]
    if wait := _seconds_to_wait(request, form):
        return _ask_to_wait(request, form, wait)
    try:
        _send_code(request, phone=phone, wanted=wanted)
    except Refused as no:
        return _show_sign_in(request, form, refusal=no.refusal, status=429)
    return redirect("account_confirm_login_code")


def _show_sign_in(
    request: HttpRequest,
    form: PhoneForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    under_way = SignIn.of(request)
    has_code = bool(refusal and under_way and under_way.phone == form.cleaned_data.get("phone"))
    context = {"form": form, "refusal": refusal, "has_code": has_code}
    response = render_page(request, "people/sign_in.html", context, status=status)
    if refusal:
        response["Retry-After"] = str(refusal.params["wait_seconds"])
    return response


def _address_of(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # a socket without an address
        return ""


def _seconds_to_wait(request: HttpRequest, form: PhoneForm) -> int:
    """A pause behind a busy address; the page carries a signed note of when it began."""
    now = clock.now()
    address = _address_of(request)
    recent = queries.codes_from_address(address=address, now=now) if address else 0
    note = form.cleaned_data["pause"]
    try:
        phone, since = signing.loads(note, salt=PAUSE_SALT) if note else ("", 0)
    except (signing.BadSignature, ValueError):
        phone, since = "", 0
    began = datetime.fromtimestamp(since, tz=UTC)
    is_own = phone == digest_of_phone(form.cleaned_data["phone"])
    return rules.seconds_to_pause(recent=recent, pausing_since=began if is_own else None, now=now)


def _ask_to_wait(request: HttpRequest, form: PhoneForm, wait: int) -> HttpResponse:
    began = clock.now() - (rules.ADDRESS_PAUSE - timedelta(seconds=wait))
    note = signing.dumps((digest_of_phone(form.cleaned_data["phone"]), began.timestamp()), salt=PAUSE_SALT)
    form.data = {**request.POST.dict(), "pause": note}
    refusal = Refusal(
        "address_busy",
        N_("Many people are signing in from this network. Wait %(seconds)s s, then press the button again."),
        {"seconds": wait, "wait_seconds": wait},
    )
    return _show_sign_in(request, form, refusal=refusal, status=429)


def _send_code(request: HttpRequest, *, phone: str, wanted: str) -> None:
    sent, code = usecases.request_code(phone=phone, address=_address_of(request), now=clock.now())
    under_way = SignIn(phone=phone, code_id=str(sent.pk), next=wanted)
    problem = send_sms(
        phone=phone,
        template="sign_in_code",
        values={"code": code, "minutes": "10"},
        text=gettext("Nuanfeng: %(code)s is your sign-in code. It works for 10 minutes.") % {"code": code},
    )
    under_way.not_sent = problem.code if problem else ""
    under_way.demo_code = code if sender() == "console" else ""
    under_way.keep(request)


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Type the code, or ask for another one."""
    under_way = SignIn.of(request)
    if request.user.is_authenticated or under_way is None:
        return redirect("account_request_login_code")
    if request.method == "GET":
        return _show_confirm(request, under_way, CodeForm())
    if request.POST.get("action") == "again":
        try:
            _send_code(request, phone=under_way.phone, wanted=under_way.next)
        except Refused as no:
            return _show_confirm(request, under_way, CodeForm(), refusal=no.refusal, status=429)
        return redirect("account_confirm_login_code")
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show_confirm(request, under_way, form, status=422)
    refusal = usecases.try_code(
        code_id=UUID(under_way.code_id), typed=form.cleaned_data["code"], now=clock.now()
    )
    if refusal:
        status = 422 if refusal.code == rules.CODE_WRONG else 409
        return _show_confirm(request, under_way, CodeForm(), refusal=refusal, status=status)
    return _go_on(request, under_way)


def _show_confirm(
    request: HttpRequest,
    under_way: SignIn,
    form: CodeForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "is_spent": bool(refusal and status == 409),
        "phone": rules.grouped(under_way.phone),
        "not_sent": under_way.not_sent,
        "demo_code": under_way.demo_code,
    }
    response = render_page(request, "people/confirm_code.html", context, status=status)
    if refusal and "wait_seconds" in refusal.params:
        response["Retry-After"] = str(refusal.params["wait_seconds"])
    return response


def _go_on(request: HttpRequest, under_way: SignIn) -> HttpResponse:
    request.session.cycle_key()
    under_way.proved_at = clock.now().timestamp()
    under_way.keep(request)
    person = Person.objects.with_phone(under_way.phone)
    if person is None or rules.needs_welcome(
        nickname=person.nickname, has_agreed=person.agreed_at is not None, is_demo=person.is_demo
    ):
        return redirect("people:welcome")
    return _let_in(request, person, under_way)


def _let_in(request: HttpRequest, person: Person, under_way: SignIn) -> HttpResponse:
    del request.session[UNDER_WAY]
    record_authentication(request, person, method="code")
    response: HttpResponse = perform_login(request, person, redirect_url=under_way.next or None)
    return response


def _is_proved(under_way: SignIn | None) -> bool:
    if under_way is None or not under_way.proved_at:
        return False
    return clock.now().timestamp() - under_way.proved_at < UNDER_WAY_SECONDS


@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first time: what is kept, yes or no, and how to call the person. Nothing is kept before yes."""
    under_way = SignIn.of(request)
    if under_way is None or not _is_proved(under_way):
        return redirect("account_request_login_code")
    known = Person.objects.with_phone(under_way.phone)
    if request.method == "GET":
        initial = {"nickname": known.nickname, "kind_of_work": known.kind_of_work} if known else {}
        form = _form_for(known, initial=initial)
        return render_page(request, "people/welcome.html", {"form": form})
    if request.POST.get("answer") == "no":
        request.session.flush()
        return redirect("people:declined")
    form = _form_for(known, data=request.POST)
    if not form.is_valid():
        return render_page(request, "people/welcome.html", {"form": form}, status=422)
    person = usecases.join_network(phone=under_way.phone, now=clock.now(), **_profile(form))
    return _let_in(request, person, under_way)


def _form_for(known: Person | None, **given: Any) -> ProfileForm:
    """Who was appointed before the first sign-in has told their work already."""
    form = ProfileForm(**given)
    if known is not None and landing_of(known):
        del form.fields["kind_of_work"]
    return form


def _profile(form: ProfileForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name, "") for name in ("nickname", "kind_of_work")}


@require_GET
def declined(request: HttpRequest) -> HttpResponse:
    """Somebody said no: nothing was kept, and what is open to everyone stays open."""
    return render_page(request, "people/declined.html")
