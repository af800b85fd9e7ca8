"""Settings for tests: a data directory of their own, quick passwords, mail kept in memory."""

import atexit
import os
import tempfile

from tests.processes import remove_at_exit

OURS = (
    *("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE", "SECRET_KEY_FILE"),
    *("WEBHOOK_NETWORKS", "DEBUG", "HTTPS", "PORT", "SITE_URL", "ALLOWED_HOSTS", "TRUSTED_PROXIES"),
    *(
        "ROUNDS_SAMPLE",
        "EMAIL_HOST",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "CONN_MAX_AGE",
        "REQUESTS_AT_ONCE",
        "SECRET_KEY_FALLBACKS",
    ),
    *("SECOND_FACTOR_ROLES", "OIDC_NAME", "SAML_NAME", "SAML_EMAIL_ATTRIBUTE"),
)
# What a developer's shell says about an installation must not reach the tests, nor they it.
for name in OURS:
    os.environ.pop(name, None)

# One directory for a whole session: the workers of pytest-xdist inherit the variable. The process
# that made it clears it away, be it pytest or a script.
if "ROUNDS_TEST_DATA_DIR" not in os.environ:
    os.environ["ROUNDS_TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="rounds-test-")
    atexit.register(remove_at_exit, os.environ["ROUNDS_TEST_DATA_DIR"], os.getpid())
os.environ["ROUNDS_DATA_DIR"] = os.environ["ROUNDS_TEST_DATA_DIR"]
# Identity providers that nobody answers for; tests of them start one.
os.environ["OIDC_SERVER_URL"] = "http://127.0.0.1:9/"
os.environ["OIDC_CLIENT_ID"], os.environ["OIDC_CLIENT_SECRET"] = "rounds", "a secret"
os.environ["SAML_METADATA_URL"], os.environ["SAML_ENTITY_ID"] = "http://127.0.0.1:9/idp", "idp"
os.environ["SECRET_KEY"] = "tests sign with this and nobody else does"

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, CELERY_BROKER_URL, DATA_DIR, DATABASES, REDIS_URL  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = DATA_DIR / "media"

DATABASES["default"]["ENGINE"] = "tests.postgres"
# Nobody minds losing a test's last transaction with the machine.
DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
# A program that a test starts shares the database of that test.
if "ROUNDS_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["ROUNDS_TEST_DATABASE"]

# Each pytest-xdist worker has two Redis databases of its own: a cache, which it may empty after
# each test, and the queues, which a Celery worker goes on listening to. There are sixteen.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS_URL = REDIS_URL.replace("?db=0", f"?db={WORKER}")
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = CELERY_RESULT_BACKEND = CELERY_BROKER_URL.replace(
    "?virtual_host=0", f"?virtual_host={WORKER + 8}"
)
# Tasks run where they are sent from, except in the tests that start a real worker.
CELERY_TASK_ALWAYS_EAGER = "ROUNDS_TEST_REAL_QUEUE" not in os.environ
CELERY_TASK_EAGER_PROPAGATES = True
