"""The settings, one file, read from the environment. docs/reference/settings.md is made from it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent


def _environment(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _secret(name: str, folder: Path) -> str:
    """A secret from the environment, or from a file beside the database that is made once."""
    if given := _environment(name):
        return given
    path = folder / "keys" / name.lower()
    if not path.exists():
        _make_secret(path)
    if secret := path.read_text().strip():
        return secret
    raise ImproperlyConfigured(
        f"{path} is empty. Put it back from a backup; only a new county may remove it."
    )


def _make_secret(path: Path) -> None:
    """Under its name it is whole: a process that starts in the same moment reads all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(draft, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


# Where the embedded database, keys and uploads live; everything to back up is in it.
NUANFENG_DATA = Path(_environment("NUANFENG_DATA") or ROOT / "var").resolve()
NUANFENG_DATA.mkdir(parents=True, exist_ok=True)

# 1: a demo county with sign-in codes shown on the page. Never on a public address.
NUANFENG_DEMO = _environment("NUANFENG_DEMO", "0") == "1"

# The number on every error page and on 有事找人 where the county has not set its own.
NUANFENG_HOTLINE = _environment("NUANFENG_HOTLINE")

# The country whose public holidays count (ISO 3166), and the county's time zone.
NUANFENG_COUNTRY = _environment("NUANFENG_COUNTRY", "CN")
TIME_ZONE = _environment("NUANFENG_TIME_ZONE", "Asia/Shanghai")

# A key for Tianditu map tiles; empty: the map's own background.
NUANFENG_TIANDITU_KEY = _environment("NUANFENG_TIANDITU_KEY")

# Where sign-in codes are sent: "http" posts them to NUANFENG_SMS_URL, "console" prints them and shows
# them on the page (works in the demo only), "none" sends nothing and says so.
NUANFENG_SMS = _environment("NUANFENG_SMS", "console" if NUANFENG_DEMO else "none")
NUANFENG_SMS_URL = _environment("NUANFENG_SMS_URL")
NUANFENG_SMS_TOKEN = _environment("NUANFENG_SMS_TOKEN")

# Signs cookies; encrypts phones and finds them again. Made once in the data folder when not given.
SECRET_KEY = _secret("NUANFENG_SECRET_KEY", NUANFENG_DATA)
NUANFENG_DATA_KEY = _secret("NUANFENG_DATA_KEY", NUANFENG_DATA)

DEBUG = False
# Names the server answers to, separated by commas; and whether it stands behind HTTPS.
ALLOWED_HOSTS = [h for h in _environment("NUANFENG_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
NUANFENG_HTTPS = _environment("NUANFENG_HTTPS", "0") == "1"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "nuanfeng.kernel",
    "nuanfeng.ui",
    # Django's admin with our own site; after the shell, which gives it a template.
    "nuanfeng.modules.organisations.apps.RegistersConfig",
    "nuanfeng.modules.people",
    "nuanfeng.modules.organisations",
    "nuanfeng.modules.stations",
    "nuanfeng.modules.passes",
    "nuanfeng.modules.benefits",
    "nuanfeng.modules.bookings",
    "nuanfeng.modules.insight",
    "nuanfeng.reactions",
    "nuanfeng.portal",
]

MIDDLEWARE = [
    "nuanfeng.kernel.web.LanguageMiddleware",
    "nuanfeng.kernel.web.FailureMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nuanfeng.ui.context.preferences",
            ],
        },
    }
]

# A county runs on the embedded SQLite; DATABASE_URL (postgres://…) chooses PostgreSQL instead.
DATABASES = {
    "default": dj_database_url.parse(
        _environment("DATABASE_URL") or f"sqlite:///{NUANFENG_DATA / 'nuanfeng.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: with NORMAL a power cut can lose a commit that was already answered.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["ENGINE"] = "nuanfeng.kernel.postgres"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A statement that comes again is planned once: planning costs as much as running it.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 3}
# Kept open between requests: a new PostgreSQL connection costs more than a hand-out, and SQLite
# empties its whole write-ahead log when the last connection closes.
DATABASES["default"]["CONN_MAX_AGE"] = None

# Rate limits must be seen by every process, so they live in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # With the default of 300 a flood of wrong codes would push out the counts that stop it.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "nuanfeng.kernel.sessions"
SESSION_COOKIE_AGE = 180 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = NUANFENG_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nuanfeng.kernel.web.csrf_failed"
# Addresses (https://…, separated by commas) whose forms are taken where a proxy changes the host.
CSRF_TRUSTED_ORIGINS = [o for o in _environment("NUANFENG_ORIGINS").split(",") if o]
if NUANFENG_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
if NUANFENG_TIANDITU_KEY:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += ["https://*.tianditu.gov.cn"]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "nuanfeng.modules.people.pages.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Sign-in codes have limits of their own (people.rules). None of these counts per address: a station's
# Wi-Fi and a county's office each put many people behind one.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "reauthenticate": "10/m/user", "login": ""}
# Behind HTTPS stands one proxy, and the last address that it names is the caller's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if NUANFENG_HTTPS else 0
MFA_ADAPTER = "nuanfeng.modules.people.pages.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "/accounts/login/code/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "src" / "nuanfeng" / "locale"]
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = NUANFENG_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = NUANFENG_DATA / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# How much is logged: DEBUG, INFO, WARNING or ERROR.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": _environment("NUANFENG_LOG", "INFO")},
    # Django's own request log quotes the address; ours never does.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
