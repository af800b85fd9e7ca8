"""The one settings file, read from top to bottom; long tables lie in modules beside it.

It runs with an empty environment.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

from config import garbage
from config.choice_names import CHOICE_NAMES
from config.embedded.place import place_at
from config.env import database_from_url, env, env_bool, env_choice, env_int, env_list, env_secret
from config.log_records import LOG_RECORDS
from config.look import LOOK
from config.secret_key import installation_key
from config.sign_on import form_targets, providers_from_env
from config.timetable import TIMETABLE

garbage.look_seldom()

# Where things are. DATA_DIR holds what an installation makes and must keep.
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("ROUNDS_DATA_DIR", str(BASE_DIR / ".data"))).resolve()

# The invented program that the first start on a machine makes, so that there is something to see.
SAMPLE = env_choice("ROUNDS_SAMPLE", ("fm24", "im80", "tiny", "none"))

# What kind of installation this is. Safe unless asked otherwise.
DEBUG = env_bool("DEBUG")
HTTPS = env_bool("HTTPS")
PORT = env_int("PORT", 8000)
SITE_URL = env("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
# How many reverse proxies stand in front and add to X-Forwarded-For; 0 believes none of it.
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)

# The database: DATABASE_URL (or DATABASE_URL_FILE), else one that starts itself.
DATABASE_URL = env_secret("DATABASE_URL")
DATABASE_IS_EMBEDDED = DATABASE_URL is None
DATABASES: dict[str, dict[str, Any]] = {
    "default": database_from_url(DATABASE_URL)
    if DATABASE_URL
    else {
        "ENGINE": "config.embedded.postgres",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(DATA_DIR),
    }
}
# Connections that outlive a request do not suit an ASGI server's many threads.
DATABASES["default"] |= {"CONN_MAX_AGE": env_int("CONN_MAX_AGE", 0), "CONN_HEALTH_CHECKS": True}
# Each of them needs a connection, and PostgreSQL has a hundred unless told otherwise.
REQUESTS_AT_ONCE = env_int("REQUESTS_AT_ONCE", 40)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The secret key: an installation of one machine may make its own, a real one must be given it.
SECRET_KEY = env_secret("SECRET_KEY", "")
SECRET_KEY_IS_GENERATED = not SECRET_KEY
if SECRET_KEY_IS_GENERATED and not DATABASE_IS_EMBEDDED and not DEBUG:
    raise ImproperlyConfigured(
        "DATABASE_URL is set, so SECRET_KEY or SECRET_KEY_FILE must be set too."
    )
if SECRET_KEY_IS_GENERATED:
    SECRET_KEY = installation_key(DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")

# Redis: REDIS_URL (or REDIS_URL_FILE), else one that starts itself when somebody first connects.
# Whoever makes a client takes the pool named here: import_string(REDIS_POOL).from_url(REDIS_URL).
REDIS_URL = env_secret("REDIS_URL", f"unix://{place_at(DATA_DIR).redis_socket}?db=0")
REDIS_IS_EMBEDDED = env_secret("REDIS_URL") is None
REDIS_POOL = "config.embedded.redis.ConnectionPool" if REDIS_IS_EMBEDDED else "redis.ConnectionPool"
REDIS_ASYNC_POOL = (
    "config.embedded.redis.AsyncConnectionPool"
    if REDIS_IS_EMBEDDED
    else "redis.asyncio.ConnectionPool"
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "rounds",
        "OPTIONS": {"pool_class": REDIS_POOL},
    },
    # What one process remembers for itself, and may forget.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Single sign-on, where the environment names an identity provider.
SOCIALACCOUNT_PROVIDERS = providers_from_env()

# Apps: Unfold before the admin that it dresses; ours from the bottom to the top.
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "config.admin_site.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS),
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_celery_beat",
    "django_htmx",
    "people.apps.PeopleConfig",
    "scheduling.apps.SchedulingConfig",
    "swaps.apps.SwapsConfig",
    "scheduling.compliance.apps.ComplianceConfig",
    "resilience.apps.ResilienceConfig",
    "rag.apps.RagConfig",
    "config.apps.ConfigConfig",
]

# A request's way in. Every page needs a signed-in user unless its view says otherwise.
MIDDLEWARE = [
    "config.logs.RequestLogMiddleware",
    "people.doors.DoorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.language.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.local_time.LocalTimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.offline.ForgetAtSignOutMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.sessions.LastSeenMiddleware",
    "people.second_factor.SecondFactorMiddleware",
    "config.sign_on_failures.SignOnFailureMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context.reader",
            ],
        },
    },
]

# Who people are and how they sign in, after an invitation: by e-mail address and password, by
# passkey, or through an identity provider.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An invitation reached its address already. Rate limits stay at allauth's own, which are on.
ACCOUNT_EMAIL_VERIFICATION = "none"
# The address is the office's to change: single sign-on finds accounts by it.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Whoever has just chosen a password by a link from their own mail is in.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# An invitation must outlast a week of nights.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60
# A change of how one signs in is told by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True

# Second factors: an authenticator's codes, passkeys and security keys, and codes on paper.
MFA_ADAPTER = "config.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "config.key_form.AddKeyForm"}
MFA_TOTP_ISSUER = "Rounds"
# A clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# The office vouches for an account's address; there is nothing to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Roles whose holders must have one of them.
SECOND_FACTOR_ROLES = env_list("SECOND_FACTOR_ROLES")

# An identity provider signs in to accounts that are there, and makes none.
SOCIALACCOUNT_ADAPTER = "config.accounts.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False

# Browser security. Cookies and redirects are strict once HTTPS is declared.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 30 * 24 * 60 * 60) if HTTPS else 0
# A health check comes from inside, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Subdomains and browser preload lists belong to the hospital's domain, not to one of its sites.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
# Unfold's scripts are Alpine, which evaluates expressions, and set styles on elements.
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}
SIGN_IN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "form-action": ["'self'", *form_targets(SOCIALACCOUNT_PROVIDERS)],
}

# Language and time: English, and what it is translated into; UTC inside, each program's own zone
# for people.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Static files, served by the application itself under names that change with their content.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}

# Mail: an SMTP server, else files that somebody who tries the program out can read.
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
MAIL_STAYS_HERE = not EMAIL_HOST
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if MAIL_STAYS_HERE
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", "Rounds <rounds@localhost>")

# Webhooks call public addresses only, and these networks, such as 10.0.0.0/8.
WEBHOOK_NETWORKS = env_list("WEBHOOK_NETWORKS")

# Background work: three queues, so that a long solve never holds up a message.
QUEUES = ("default", "mail", "solver")
CELERY_BROKER_URL = CELERY_RESULT_BACKEND = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 12 * 60 * 60,
    "socket_connect_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
# Each queue by its own key: queues that share one would each get a copy of every task.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in QUEUES]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = {
    "scheduling.tasks.solve": {"queue": "solver"},
    "scheduling.tasks.repair": {"queue": "solver"},
    "*.tasks.send_*": {"queue": "mail"},
}
# A task is acknowledged when it starts: one that kills its worker is not started again.
CELERY_TASK_ACKS_LATE = False
# A task that hangs is ended; a solve has a budget of its own and may take hours.
CELERY_TASK_TIME_LIMIT = 20 * 60
CELERY_TASK_ANNOTATIONS = {"scheduling.tasks.solve": {"time_limit": 12 * 60 * 60}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TRACK_STARTED = True
# A caller waits no longer than this for a broker that is away.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 3, "interval_start": 0.2, "interval_step": 0.5}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = TIMETABLE

# REST: signed-in people and their programs; JSON in and out.
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # The first one says how to sign in: strangers get 401 and "Bearer".
        "people.api_auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "people.rest.Pages",
    "PAGE_SIZE": 100,
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "1200/min"},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api.exception_handler",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rounds",
    "DESCRIPTION": "The schedule of a medical residency program.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": CHOICE_NAMES,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api.describe_refusals",
    ],
}

UNFOLD = LOOK

LOGGING = LOG_RECORDS
