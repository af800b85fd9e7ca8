"""Calls an address of somebody else's: signed as Standard Webhooks says, and nowhere private."""

import base64
import hmac
import json
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

SECONDS = 15
PREFIX = "whsec_"
Address = IPv4Address | IPv6Address


class NotAnswered(Exception):
    """The address could not be called, or gave no answer."""


@dataclass(frozen=True)
class Place:
    """Where a call goes: the address was looked up once, and nothing is looked up again."""

    host: str
    port: int
    path: str
    address: str
    encrypted: bool


def secret_of(nonce: str, key: str | None = None) -> str:
    """The secret as its owner is told it. It follows from the key of the installation."""
    digest = hmac.digest((key or settings.SECRET_KEY).encode(), f"webhook:{nonce}".encode(), sha256)
    return PREFIX + base64.b64encode(digest).decode()


def secrets_of(nonces: Iterable[str]) -> list[str]:
    """All that a receiver may know: a call is signed with each of them."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [secret_of(nonce, key) for nonce in nonces for key in keys]


def signed(secrets: Iterable[str], *, name: str, moment: int, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows who calls, and that it is not an old call."""
    content = f"{name}.{moment}.".encode() + body
    signatures = (
        base64.b64encode(hmac.digest(base64.b64decode(s.removeprefix(PREFIX)), content, sha256))
        for s in secrets
    )
    return {
        "webhook-id": name,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{signature.decode()}" for signature in signatures),
    }


def place_of(url: str) -> Place:
    """Refuses what is not HTTPS to a public address, but for the networks that the settings allow."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValidationError(f"“{url}” is no address of the web.", code="no_web_address")
    encrypted = parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    found = _looked_up(parts.hostname, port)
    for address in found:
        _refuse_private(address, parts.hostname)
    if not encrypted and not all(map(_is_allowed, found)):
        raise ValidationError(f"“{url}” is not encrypted: use https.", code="not_encrypted")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.hostname, port, path, str(found[0]), encrypted)


def _looked_up(host: str, port: int) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ValidationError(f"“{host}” cannot be found.", code="unknown_host") from error
    return [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _refuse_private(address: Address, host: str) -> None:
    """Or anybody who sets up a webhook could knock at the doors of the hospital's own network."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    real = mapped or address
    if not (real.is_global and not real.is_multicast) and not _is_allowed(real):
        raise ValidationError(
            f"“{host}” leads to {real}, which is no public address. The operator can allow "
            "networks with WEBHOOK_NETWORKS.",
            code="private_address",
        )


def _is_allowed(address: Address) -> bool:
    networks = map(ip_network, settings.WEBHOOK_NETWORKS)
    return any(address in network for network in networks)


class _Direct(HTTPConnection):
    """Connects to the address that was looked at, whatever the name leads to by now."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.host, place.port, timeout=SECONDS)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.create_connection((self.place.address, self.place.port), SECONDS)


class _DirectEncrypted(_Direct):
    """The certificate is that of the name, not of the address."""

    default_port = HTTPSConnection.default_port

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.place.host)


def post(
    url: str, payload: dict[str, Any], secrets: Iterable[str], *, name: str, moment: int
) -> int:
    """The status of the answer. Nobody is followed elsewhere, and what they say is not read."""
    place = place_of(url)
    body = json.dumps(payload, separators=(",", ":")).encode()
    headers = signed(secrets, name=name, moment=moment, body=body)
    headers |= {"content-type": "application/json", "user-agent": "Rounds"}
    connection = _DirectEncrypted(place) if place.encrypted else _Direct(place)
    try:
        connection.request("POST", place.path, body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise NotAnswered(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
