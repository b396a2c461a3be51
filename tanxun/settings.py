"""Django's settings. What an operator may change is an environment variable, named in the README."""

import os
from urllib.parse import urlsplit

import dj_database_url
from django.core.management.utils import get_random_secret_key

from tanxun import smtp
from tanxun.home import PROJECT, home, var

TANXUN_HOME = home()
TANXUN_VAR = var()
# Where readers find the desk, as https://weekly.example; without it the desk is for this machine only.
TANXUN_ORIGIN = os.environ.get("TANXUN_ORIGIN", "").rstrip("/")
_origin = urlsplit(TANXUN_ORIGIN)
HTTPS = _origin.scheme == "https"
# Without a key of one's own, each process makes one: sessions then end with it, and nothing is shared silently.
# `tanxun desk` refuses that for anything but this machine.
SECRET_KEY = os.environ.get("TANXUN_SECRET_KEY") or get_random_secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TANXUN_HOSTS", _origin.hostname or "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = [TANXUN_ORIGIN] if HTTPS else []
ROOT_URLCONF = "tanxun.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "archive",
    "desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "desk.headers.policy",
    "desk.kept.pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "desk.errors.without_nul",
    "desk.errors.never_blank",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "OPTIONS": {
            # A name that a template misspells must show, not print as nothing.
            "string_if_invalid": "⚠ %s ⚠",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "desk.context.everywhere",
            ],
        },
    }
]
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{TANXUN_VAR / 'tanxun.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while a crawl writes. IMMEDIATE takes the write lock at the start of a transaction: with
    # plain BEGIN, 88 % of read-then-write tries of four writers ended "locked" in spite of the timeout.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # readers have no session
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---- mail: without these two the desk offers none
globals().update(smtp.settings(os.environ.get("TANXUN_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("TANXUN_MAIL_FROM", "")

# ---- the web face
DECLARED_SOURCES = "tanxun.declared.sources"  # how the desk learns of them: it may not import the crawlers
TRY_SOURCE = "tanxun.declared.attempt"
PASTED_PAGE = "tanxun.pasted.add"  # how the desk has a page read that an editor pastes the address of
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # files come from the installed packages: nothing to collect before the first start
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86400  # addresses carry the file's hash (desk.templatetags.desk), so a day is safe
LOGIN_URL = "/desk/sign-in/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600  # an editor's day
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "desk.errors.forged"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # an article stands beside its own saved page in a sandboxed frame
# HSTS for all sub-domains and browser preload lists are the domain owner's decision, not one host's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS: list[str] = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING"}},
}
