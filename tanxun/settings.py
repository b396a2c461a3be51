"""Django's settings. What an operator may change is an environment variable, named in the README."""

import os

import dj_database_url
from django.core.management.utils import get_random_secret_key

from tanxun.home import PROJECT, home, var

TANXUN_HOME = home()
TANXUN_VAR = var()
# Without a key of one's own, each process makes one: sessions then end with it, and nothing is shared silently.
SECRET_KEY = os.environ.get("TANXUN_SECRET_KEY") or get_random_secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TANXUN_HOSTS", "localhost 127.0.0.1").split()
ROOT_URLCONF = "tanxun.urls"
INSTALLED_APPS = ["archive"]
MIDDLEWARE: list[str] = []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        # A name that a template misspells must show, not print as nothing.
        "OPTIONS": {"string_if_invalid": "⚠ %s ⚠"},
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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
