"""Every address of the site. All need a signed-in user unless their view says otherwise."""

from allauth.account.decorators import secure_admin_login
from allauth.urls import build_provider_urlpatterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from config import health, health_page, offline

# One sign-in for everybody, with its rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

rest: list[URLPattern | URLResolver] = [
    path("", include("people.api")),
    path("", include("scheduling.api")),
    path("", include("swaps.api")),
    path("", include("scheduling.compliance.api")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", include(([path("", health_page.health, name="health")], "site"))),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("offline-worker.js", offline.offline_worker, name="offline_worker"),
    path("offline/", offline.offline_page, name="offline"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/factors/", include("allauth.mfa.urls")),
    path("accounts/sign-on/", include("allauth.socialaccount.urls")),
    path("accounts/", include(build_provider_urlpatterns())),
    path("admin/", admin.site.urls),
    path("api/v1/", include((rest, "api"))),
    path("swaps/", include("swaps.urls")),
    path("hours/", include("scheduling.compliance.urls")),
    path("", include("people.urls")),
    path("", include("scheduling.urls")),
]
