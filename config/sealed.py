"""Short secrets that must be read again, sealed with a key made of the installation's secret key."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def sealed(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """A key that was in use before opens too, as it does for sessions."""
    return _keys().decrypt(text.encode()).decode()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    """The secret key is random and long, so one round of hashing, apart from other uses, will do."""
    return urlsafe_b64encode(sha256(b"rounds sealed\0" + secret.encode()).digest())
