"""Settings for measuring: those of the tests, with servers and data of their own that go away."""

from tests.settings import *  # noqa: F403

# As in a real installation: static files are looked up once, not with every request.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
