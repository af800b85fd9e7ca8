"""Single sign-on as the environment says: OpenID Connect, SAML, both, or none of them."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import env, env_secret

OIDC, SAML = "openid_connect", "saml"
# Within a hospital's network a host may have a name without dots.
INTRANET = {"allow_single_label_domains": True}
# An identity provider of the hospital vouches for its addresses, and signs people in to the
# accounts that have them. It makes no accounts.
VOUCHES = {"email_authentication": True, "verified_email": True}


def providers_from_env() -> dict[str, dict[str, Any]]:
    """What allauth is told of each provider that is configured."""
    found = {OIDC: _openid_connect(), SAML: _saml()}
    return {name: {"APPS": [app]} for name, app in found.items() if app}


def form_targets(providers: dict[str, dict[str, Any]]) -> list[str]:
    """Where the form that signs on may lead: browsers mind the redirects that follow a form too.

    An identity provider may answer at another of its addresses than that of its description.
    """
    if not providers:
        return []
    described = [env("OIDC_SERVER_URL"), env("SAML_METADATA_URL")]
    return [
        "https:",
        *(f"{at.scheme}://{at.netloc}" for at in map(urlsplit, filter(None, described))),
    ]


def _openid_connect() -> dict[str, Any] | None:
    server, client = env("OIDC_SERVER_URL", "").rstrip("/"), env("OIDC_CLIENT_ID")
    secret = env_secret("OIDC_CLIENT_SECRET")
    _all_or_none(OIDC_SERVER_URL=server, OIDC_CLIENT_ID=client, OIDC_CLIENT_SECRET=secret)
    if not server:
        return None
    return {
        "provider_id": "hospital",
        "name": env("OIDC_NAME", "single sign-on"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server, "oauth_pkce_enabled": True, **VOUCHES},
    }


def _saml() -> dict[str, Any] | None:
    metadata, entity = env("SAML_METADATA_URL"), env("SAML_ENTITY_ID")
    _all_or_none(SAML_METADATA_URL=metadata, SAML_ENTITY_ID=entity)
    if not metadata:
        return None
    # Without it, the usual names of the attribute are looked for.
    attribute = env("SAML_EMAIL_ATTRIBUTE")
    mapping = {"attribute_mapping": {"email": attribute}} if attribute else {}
    return {
        "provider_id": entity,
        "name": env("SAML_NAME", "single sign-on"),
        "client_id": "hospital",
        "settings": {
            "idp": {"entity_id": entity, "metadata_url": metadata},
            "advanced": {"want_assertion_signed": True, "strict": True, **INTRANET},
            **mapping,
            **VOUCHES,
        },
    }


def _all_or_none(**variables: str | None) -> None:
    missing = [name for name, value in variables.items() if not value]
    if missing and len(missing) < len(variables):
        given = ", ".join(name for name in variables if name not in missing)
        raise ImproperlyConfigured(f"{given} is set, so {', '.join(missing)} must be set too.")
