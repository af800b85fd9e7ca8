"""Identity providers of the tests' own: OpenID Connect and SAML over real HTTP, on this machine."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from zlib import decompress

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY = "https://idp.example.org/saml"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
SIGNING = "HS256"


@dataclass
class Provider:
    """Whom it vouches for, and what it was asked."""

    address: str = ""
    email: str = "ada@example.org"
    verified: bool = True
    challenge: str = ""
    heard: list[str] = field(default_factory=list)

    def allow(self, asked: str) -> dict[str, str]:
        """Somebody has signed in there: what the browser brings back for what it was sent with."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        self.challenge = query["code_challenge"]
        return {"code": "granted", "state": query["state"]}

    def description(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
        }

    def identity(self) -> dict[str, object]:
        return {"sub": "7", "email": self.email, "email_verified": self.verified}

    def token(self, asked: dict[str, list[str]]) -> dict[str, str]:
        """Only for the code, and only for who can prove to have asked for it."""
        proof = urlsafe_b64encode(sha256(asked["code_verifier"][0].encode()).digest())
        assert proof.decode().rstrip("=") == self.challenge
        assert asked["code"] == ["granted"]
        soon = datetime.now(UTC) + timedelta(minutes=5)
        said = {**self.identity(), "iss": self.address, "aud": "rounds", "exp": soon}
        token = jwt.encode(said, "a secret of the provider that is long", SIGNING)
        return {"access_token": "key", "token_type": "Bearer", "id_token": token}

    def metadata(self) -> str:
        return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
          xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{ENTITY}">
          <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
          <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
          {"".join(signer()[1].splitlines()[1:-1])}
          </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
          <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
          Location="{self.address}/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>"""

    def assertion(self, asked: str, *, to: str, audience: str) -> str:
        """A signed answer to the request that the browser was sent with."""
        request = parse_qs(urlsplit(asked).query)["SAMLRequest"][0]
        text = decompress(b64decode(request), -15).decode()
        answers = text.partition(' ID="')[2].partition('"')[0]
        return b64encode(_answer(answers, self.email, to, audience)).decode()


def _answer(request: str, email: str, to: str, audience: str) -> bytes:
    now, form = datetime.now(UTC), "%Y-%m-%dT%H:%M:%SZ"
    at, until = now.strftime(form), (now + timedelta(minutes=5)).strftime(form)
    assertion = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
      xmlns:xs="http://www.w3.org/2001/XMLSchema"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      ID="a1" Version="2.0" IssueInstant="{at}"><saml:Issuer>{ENTITY}</saml:Issuer>
      <saml:Subject><saml:NameID>7</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
      <saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{to}"
      InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
      <saml:Conditions NotBefore="{at}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
      <saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
      <saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext><saml:AuthnContextClassRef>
      urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
      </saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>
      <saml:Attribute Name="{MAIL}"><saml:AttributeValue xsi:type="xs:string">{email}
      </saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
    key, certificate = signer()
    signed = OneLogin_Saml2_Utils.add_sign(
        " ".join(assertion.split()).replace(" </", "</").replace("> ", ">"), key, certificate
    )
    return f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
      xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="r1" Version="2.0"
      IssueInstant="{at}" Destination="{to}" InResponseTo="{request}">
      <saml:Issuer>{ENTITY}</saml:Issuer><samlp:Status>
      <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
      {signed.decode() if isinstance(signed, bytes) else signed}</samlp:Response>""".encode()


@cache
def signer() -> tuple[str, str]:
    """A key and its certificate, as text."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.org")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return text.decode(), certificate.public_bytes(Encoding.PEM).decode()


@contextmanager
def started_provider() -> Iterator[Provider]:
    provider = Provider()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.heard.append(self.path)
            if self.path == "/metadata":
                self.say(provider.metadata().encode())
            elif self.path == "/userinfo":
                self.say(json.dumps(provider.identity()).encode())
            else:
                self.say(json.dumps(provider.description()).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.say(json.dumps(provider.token(parse_qs(body.decode()))).encode())

        def say(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
