"""Django's settings. What differs from place to place comes from the environment; docs/how-to names each one.

SHAREWELL_DATA    folder of the database, uploads and the secret key (default: ~/.sharewell)
SHAREWELL_HOSTS   host names to answer to, separated by commas (default: this machine only)
SHAREWELL_HTTPS   "1" where the site is reached by https: cookies and headers then insist on it
SHAREWELL_DEBUG   "1" shows tracebacks; never on a machine that others reach
SHAREWELL_WORDING_ENDPOINT, SHAREWELL_WORDING_MODEL, SHAREWELL_WORDING_KEY
                  an OpenAI-compatible model on this machine for freer wordings (default: none)
SHAREWELL_WORDING_ELSEWHERE
                  "1" allows that endpoint to be on another machine: sentences then leave this one
"""

from __future__ import annotations

import os
from pathlib import Path

from sharewell.report.environment import LOOK
from sharewell.web.local_model import endpoint
from sharewell.web.secret import kept_secret

HERE = Path(__file__).parent
DATA = Path(os.environ.get("SHAREWELL_DATA") or Path.home() / ".sharewell").expanduser()
IMPORTS = DATA / "imports"
HTTPS = os.environ.get("SHAREWELL_HTTPS") == "1"
DEBUG = os.environ.get("SHAREWELL_DEBUG") == "1"
SECRET_KEY = kept_secret(DATA / "secret-key")
HOSTS = [host for host in os.environ.get("SHAREWELL_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = [*HOSTS, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sharewell.web.access",
    "sharewell.web.choices",
    "sharewell.web.classes",
    "sharewell.web.growth",
    "sharewell.web.feedback",
    "sharewell.web.learners",
    "sharewell.web.packets",
    "sharewell.web.leadership",
    "sharewell.web.links",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sharewell.web.headers.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sharewell.web.access.sessions.time_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "sharewell.web.urls"
WSGI_APPLICATION = "sharewell.web.wsgi.application"
APPEND_SLASH = True

# A mark that a teacher was told is saved stays saved: FULL syncs every commit, IMMEDIATE takes the write lock at the
# start, so that a transaction that reads first never meets "database is locked" half-way.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "sharewell.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Person"
LOGIN_URL = "sign-in"
# scrypt comes with Python: memory-hard, and one dependency fewer than Argon2.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name")}},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # a sign-in link handed out on Friday still opens on Monday

SESSION_IDLE_SECONDS = 3 * 3600
SESSION_LONGEST_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # names stay on the server

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 366 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sharewell.web.errors.form_expired"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
UPLOAD_LARGEST_BYTES = 64 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORTS_IN_BACKGROUND = True

WORDING = os.environ.get("SHAREWELL_WORDING_ENDPOINT")
WORDING_ENDPOINT = (
    endpoint(
        WORDING,
        os.environ.get("SHAREWELL_WORDING_MODEL", ""),
        key=os.environ.get("SHAREWELL_WORDING_KEY", ""),
        elsewhere=os.environ.get("SHAREWELL_WORDING_ELSEWHERE") == "1",
    )
    if WORDING
    else None
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "environment": "sharewell.web.jinja.environment",
            "context_processors": ["sharewell.web.jinja.page_context"],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static", ("look", LOOK)]
WHITENOISE_USE_FINDERS = True  # the files ship inside the package: there is nothing to collect first
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "en"
TIME_ZONE = os.environ.get("TZ") or "UTC"
USE_TZ = True

# Logs hold no personal data: ids and verbs, never names, addresses or what a page said.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own request log would hold addresses and tracebacks with values; errors.py says what is needed.
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "sharewell": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
