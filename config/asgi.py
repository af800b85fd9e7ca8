"""The web application for ASGI servers: server-sent events need one.

Everything goes to Django. Another ASGI application is mounted here, by its path, in `application`.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()
