"""Signing in, one's own account, tokens, and who has which role."""

from tests.doors.answers import (
    COORDINATOR,
    NOBODY,
    OFFICE,
    ROLES,
    SIGNED_IN,
    SUPER,
    answers,
    entrance,
    model,
    own,
    public,
)
from tests.factories.people import RoleFactory, TokenFactory

PUBLIC = {
    "account_login": entrance(),
    # Its form is shown, and says that sign-up is closed.
    "account_signup": entrance(delete="200"),
    "account_logout": {
        "get": answers(SIGNED_IN, "200", "302"),
        "post": answers(ROLES, "302", ""),
        "delete": answers(ROLES, "405", ""),
    },
    "mfa_login_webauthn": entrance("login", "login"),
    "socialaccount_login_cancelled": public(),
    # Nobody answers for the identity providers of the tests.
    "openid_connect_login": public("200", "502", "502"),
    "saml_login": public("200", "502", "502"),
    "saml_acs": public("302", "302", "302"),
    "saml_sls": public("502", "502", "502"),
    "saml_metadata": public("502", "502", "502"),
    "account_inactive": public(),
    "account_email_verification_sent": public(),
    "account_confirm_email": public(post="404"),
    "account_reset_password": public(post="200"),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(post="200", delete="200"),
    "account_reset_password_from_key_done": public(),
}

EXPECTED = {
    # For those who are on their way in; who has not begun is sent to the beginning.
    "mfa_authenticate": entrance("login", "login", "login"),
    "socialaccount_signup": public("login", "login", "login"),
    "openid_connect_callback": public("401", "401", "401"),
    "saml_finish_acs": public("401", "401", "401"),
    "account_reauthenticate": own("200", "200"),
    "account_email": own("200", "302"),
    "account_change_password": own("200", "200"),
    # Whoever has a password is sent to change it.
    "account_set_password": own("302", "302", "302"),
    "account_confirm_login_code": own("302", "302", "302"),
    # Second factors: one's own; what changes them asks first that it is oneself.
    "mfa_index": own("200"),
    # Nobody in the tests has a second factor.
    "mfa_reauthenticate": own("302", "302", "302"),
    "mfa_activate_totp": own("302", "302", "302"),
    "mfa_deactivate_totp": own("404", "404", "404"),
    "mfa_view_recovery_codes": own("404"),
    "mfa_generate_recovery_codes": own("302", "302", "302"),
    "mfa_download_recovery_codes": own("404", "404", "404"),
    "mfa_list_webauthn": own("200"),
    "mfa_add_webauthn": own("302", "302", "302"),
    "mfa_reauthenticate_webauthn": own("302", "302", "302"),
    "mfa_edit_webauthn": own("302", "302", "302"),
    "mfa_remove_webauthn": own("302", "302", "302"),
    "socialaccount_login_error": own("401"),
    "socialaccount_connections": own("200", "200"),
    "people:sessions": own("200"),
    "people:end_other_sessions": own(post="302"),
    # The session is the coordinator's.
    "people:end_session": {
        **own(),
        "post": answers({COORDINATOR}, "302", "404", anonymous="login"),
    },
    "people:account": own("200"),
    "people:choose_language": own(post="302"),
    "people:issue_token": own(post="200"),
    "people:revoke_token": {
        **own(),
        # The token is the coordinator's.
        "post": answers({COORDINATOR}, "302", "404", anonymous="login"),
    },
    **model("people.user", OFFICE, SUPER, SUPER, SUPER),
    **model("people.role", OFFICE, OFFICE, NOBODY, SUPER),
    **model("people.token", SUPER, NOBODY, NOBODY, SUPER),
}

VALUES = {
    "mfa_": {"pk": lambda _: 1},
    "saml_": {"organization_slug": lambda _: "hospital"},
    "openid_connect_": {"provider_id": lambda _: "hospital"},
    "people:end_session": {"pk": lambda t: t.session.pk},
    "account_confirm_email": {"key": lambda _: "key"},
    "account_reset_password_from_key": {"uidb36": lambda _: "1", "key": lambda _: "key"},
    "people:revoke_token": {"pk": lambda t: t.token.pk},
}

ROWS = {
    "people.role": lambda s: RoleFactory(program=s.program),
    "people.token": lambda _: TokenFactory(),
    "people.user": lambda s: RoleFactory(program=s.program).user,
}
