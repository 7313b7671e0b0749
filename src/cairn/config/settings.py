# SPDX-License-Identifier: Apache-2.0
"""Django's settings, read from the environment; there is no settings file to edit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.config.environment import Environment
from cairn.standards.codecs import JsonLimits

_ENV: Final = Environment(os.environ)
_PACKAGE: Final = Path(__file__).resolve().parent.parent

# Everything that this server keeps on its own disk: the database, files, keys and collected static files.
CAIRN_DATA = Path(_ENV.text("CAIRN_DATA", "var")).absolute()
CAIRN_BASE_URL = _ENV.text("CAIRN_BASE_URL", f"http://localhost:{_ENV.text('CAIRN_PORT', '8000')}").rstrip("/")
CAIRN_DEMO = _ENV.flag("CAIRN_DEMO")
CAIRN_OPEN_ORGANIZATIONS = CAIRN_DEMO or _ENV.flag("CAIRN_OPEN_ORGANIZATIONS")
CAIRN_FETCH_ALLOW = _ENV.text("CAIRN_FETCH_ALLOW")
# Signing keys are stored encrypted under this one, which is never in the database.
CAIRN_MASTER_KEY = _ENV.secret("CAIRN_MASTER_KEY", CAIRN_DATA / "master.key")

SECRET_KEY = _ENV.secret("CAIRN_SECRET_KEY", CAIRN_DATA / "secret.key")
DEBUG = False
ALLOWED_HOSTS = _ENV.items("CAIRN_HOSTS", "localhost,127.0.0.1,[::1]")
_HTTPS: Final = CAIRN_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [CAIRN_BASE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _ENV.flag("CAIRN_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cairn.web.pages.csrf_failure"

INSTALLED_APPS: list[str] = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "cairn.foundation",
    "cairn.accounts",
    "cairn.organizations",
    "cairn.achievements",
    "cairn.assessment",
    "cairn.credentials",
    "cairn.verification",
    "cairn.wallet",
    "cairn.integrations",
    "cairn.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cairn.web.middleware.ContentSecurityPolicy",
    "cairn.web.middleware.RequestSize",
    "cairn.web.middleware.NoNulls",
    "cairn.web.middleware.ErrorPages",
]
ROOT_URLCONF = "cairn.config.urls"
WSGI_APPLICATION = "cairn.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cairn.web.templatetags.assessing",
                "cairn.web.templatetags.components",
                "cairn.web.templatetags.formats",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cairn.web.context.site",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": _ENV.database(f"sqlite:///{CAIRN_DATA / 'cairn.sqlite'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits count here, for every process and node together.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# ATOMIC_REQUESTS stays off: a service decides what belongs together, and a page may do two things.
# Background work waits in the database for a worker, except where a command does it at once.
_AT_ONCE: Final = _ENV.flag("CAIRN_TASKS_AT_ONCE")
_TASKS: Final = "django_tasks.backends.immediate.ImmediateBackend" if _AT_ONCE else "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": _TASKS}}

USE_TZ = True
TIME_ZONE = _ENV.text("CAIRN_TIME_ZONE", "UTC")
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [_PACKAGE / "locale"]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cairn.web.learner.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"cairn.web.learner.account.sign_in_forms.{form}"
    for name, form in (
        ("login", "SignInForm"),
        ("signup", "SignUpForm"),
        ("add_email", "AddAddressForm"),
        ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("reset_password", "AskForResetForm"),
        ("reset_password_from_key", "NewPasswordForm"),
        ("request_login_code", "AskForCodeForm"),
        ("confirm_login_code", "SignInCodeForm"),
        ("confirm_email_verification_code", "AddressCodeForm"),
        ("confirm_password_reset_code", "ResetCodeForm"),
        ("reauthenticate", "PasswordAgainForm"),
    )
}
# Else everybody behind one proxy would share one count of tries, and anybody could use it up for all.
ALLAUTH_TRUSTED_PROXY_COUNT = int(_ENV.flag("CAIRN_BEHIND_PROXY"))
ACCOUNT_USER_DISPLAY = "builtins.str"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "cairn.web.learner.account.adapter.MfaAdapter"
MFA_FORMS = {
    name: f"cairn.web.learner.account.sign_in_forms.{form}"
    for name, form in (
        ("authenticate", "SecondStepForm"),
        ("reauthenticate", "SecondStepAgainForm"),
        ("activate_totp", "AppCodeForm"),
        ("add_webauthn", "AddPasskeyForm"),
        ("edit_webauthn", "RenamePasskeyForm"),
        ("signup_webauthn", "FirstPasskeyForm"),
    )
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS

# One line for each event on standard error, where a service manager collects it; never a model or a document.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "ERROR", "propagate": True}},
}

EMAIL_BACKEND = _ENV.text("CAIRN_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = _ENV.text("CAIRN_SMTP_HOST")
EMAIL_PORT = int(_ENV.text("CAIRN_SMTP_PORT", "25"))
EMAIL_HOST_USER = _ENV.text("CAIRN_SMTP_USER")
EMAIL_HOST_PASSWORD = _ENV.text("CAIRN_SMTP_PASSWORD")
EMAIL_USE_TLS = _ENV.flag("CAIRN_SMTP_STARTTLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _ENV.text("CAIRN_EMAIL_FROM", "Cairn <no-reply@localhost>")

STATIC_URL = "/static/"
STATIC_ROOT = CAIRN_DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = CAIRN_DATA / "files"
# `cairn serve` collects the static files under names that hold their digest; without it they are served as they are.
_COLLECTED: Final = (STATIC_ROOT / "staticfiles.json").is_file()
WHITENOISE_USE_FINDERS = not _COLLECTED
_STATIC_STORAGE: Final = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if _COLLECTED
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
FORM_RENDERER = "cairn.web.forms.Renderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = JsonLimits().size
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# The VC API serves conformance suites: anybody may have anything signed with its keys. Off unless asked for.
CAIRN_VC_API = _ENV.flag("CAIRN_VC_API")
CAIRN_VC_API_SEED = _ENV.text("CAIRN_VC_API_SEED")
