"""Content security policy: strict for pages, wider for the admin's scripts and for signing on."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Sends the admin's policy for the admin, and the strict one for everything else.

    The page with the forms that lead to identity providers lets them lead there.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        match = request.resolver_match
        if report_only or match is None:
            return parts
        if "admin" in match.app_names:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        elif match.view_name == settings.LOGIN_URL:
            parts.config = settings.SIGN_IN_CONTENT_SECURITY_POLICY
        return parts
