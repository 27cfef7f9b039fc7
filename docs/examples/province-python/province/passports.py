"""Who asks, and for what, as the gateway says it: a passport is a compact JWS (RFC 7515) that the gateway has signed.

docs/decisions/0021-passports.md of Tongban has the whole of it; schema/passport.ts and schema/identity.ts the shapes.
"""

import base64
import json
import math
import os
import re
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .refusal import Refusal, StartupError

HEADER = "x-tongban-passport"
TYPE = "tongban-passport+jwt"
ISSUER = "urn:tongban:gateway"
SECONDS = 30
TOLERANCE_SECONDS = 5

# Of each role whether nobody has it without a province to have it in.
ROLES = {
    "citizen": False,
    "clerk": True,
    "officer": True,
    "coordinator": True,
    "operator": True,
    "supervisor": False,
    "analyst": False,
    "app": False,
}

SHAPES = {
    "sub": re.compile(r".+", re.DOTALL),
    "role": re.compile("|".join(ROLES)),
    "province": re.compile(r"[A-Z]{2,4}"),
    "unit": re.compile(r"[0-9A-Z]{1,32}"),
    "person": re.compile(r"[\w-]{43}", re.ASCII),
    "scope": re.compile(r".*", re.DOTALL),
}

PURPOSE = re.compile(
    r"(OWN_AFFAIRS|CASE_HANDLING|EVIDENCE|CONSULTATION|SUPERVISION|MAINTENANCE)"
    r"( [\w./:-]{1,64})?( withhold=(CONFIDENTIAL_BY_LAW|WOULD_IMPEDE_DUTY))?",
    re.ASCII,
)


class Invalid(Exception):
    """A passport that is none; nothing of it is quoted to whoever showed it."""


class PassportCheck:
    """Lets in whoever shows a passport of a gateway. The keys follow their file: one taken out counts no longer."""

    def __init__(self, file):
        self._file = file
        self._seen = None
        self._told = None
        self._keys = {}
        try:
            self._read()
        except (OSError, ValueError) as error:
            raise StartupError(
                f"{file} is no file of passport keys ({error}). Give --passport-keys the *.public.json file that the "
                "gateway writes beside its --passport-key."
            ) from None

    def check(self, headers, now=None):
        """Gives who asks by the values of the header, None for nobody known; refuses whoever may not ask at all."""
        if len(headers) != 1:
            raise Refusal("UNAUTHENTICATED", "The request carries no passport of the gateway.")
        self._follow()
        try:
            claims = self._verify(headers[0])
            _check_times(claims, time.time() if now is None else now)
            return _read_claims(claims)
        except Invalid:
            raise Refusal("UNAUTHENTICATED", "The passport is not valid here.") from None

    def _follow(self):
        try:
            self._read()
        except (OSError, ValueError) as error:
            if str(error) != self._told:  # once, and not for each request
                self._told = str(error)
                print(f"{self._file} cannot be read ({error}); the old keys stay.", file=sys.stderr, flush=True)

    def _read(self):
        status = os.stat(self._file)
        seen = (status.st_mtime_ns, status.st_size, status.st_ino)
        if seen == self._seen:
            return
        self._seen = seen  # remembered even when it is broken, so that it is reported once
        with open(self._file, encoding="utf-8") as opened:
            keys = [_read_key(key) for key in _keys_in(opened.read())]
        if not keys:
            raise ValueError("it lists no keys")
        if len(dict(keys)) < len(keys):
            raise ValueError("two keys have one kid")
        self._keys = dict(keys)

    def _verify(self, passport):
        parts = passport.split(".")
        if len(parts) != 3:
            raise Invalid
        header, claims = _read_json(parts[0]), _read_json(parts[1])
        if header.get("alg") != "EdDSA" or header.get("typ") != TYPE or "crit" in header:
            raise Invalid
        kid = header.get("kid")
        key = self._keys.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise Invalid
        try:
            key.verify(_decode(parts[2]), f"{parts[0]}.{parts[1]}".encode())
        except InvalidSignature:
            raise Invalid from None
        return claims


def _keys_in(text):
    try:
        keys = json.loads(text).get("keys")
    except (ValueError, AttributeError):  # without a word of the text, which may be the private file
        keys = None
    return keys if isinstance(keys, list) else []


def _read_key(jwk):
    kid = jwk.get("kid") if isinstance(jwk, dict) else None
    if not isinstance(kid, str) or kid == "":
        raise ValueError("a key has no kid")
    if "d" in jwk:
        raise ValueError(f"the key {kid} is a private one")
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        raise ValueError(f"the key {kid} is no Ed25519 key")
    try:
        return kid, Ed25519PublicKey.from_public_bytes(_decode(jwk.get("x")))
    except (Invalid, ValueError):
        raise ValueError(f"the key {kid} is no Ed25519 key") from None


def _decode(text):
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text, re.ASCII):
        raise Invalid
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Invalid from None


def _read_json(part):
    try:
        value = json.loads(_decode(part).decode())
    except (ValueError, RecursionError):
        raise Invalid from None
    if not isinstance(value, dict):
        raise Invalid
    return value


def _check_times(claims, now):
    issued, ends = claims.get("iat"), claims.get("exp")
    if claims.get("iss") != ISSUER or "jti" not in claims or not _is_number(issued) or not _is_number(ends):
        raise Invalid
    if issued > now + TOLERANCE_SECONDS:
        raise Refusal(
            "UNAUTHENTICATED", "The passport is not valid yet. Do the clocks of gateway and subgraph agree?"
        )
    # However long it says to be valid, it is for half a minute.
    if now >= min(ends, issued + SECONDS) + TOLERANCE_SECONDS:
        raise Refusal("UNAUTHENTICATED", "The passport has expired.")


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _read_claims(claims):
    operation, purpose = claims.get("operation"), claims.get("purpose")
    if not isinstance(operation, str) or not re.fullmatch("[0-9a-f]{64}", operation):
        raise Invalid
    if purpose is not None and not (isinstance(purpose, str) and PURPOSE.fullmatch(purpose)):
        raise Invalid
    caller = {name: claims.get(name) for name in SHAPES}
    if all(value is None for value in caller.values()):
        return None
    for name, shape in SHAPES.items():
        value = caller[name]
        if value is not None and not (isinstance(value, str) and shape.fullmatch(value)):
            raise Invalid
    lacks_province = caller["province"] is None and (ROLES.get(caller["role"], False) or caller["unit"] is not None)
    if caller["sub"] is None or lacks_province:
        raise Invalid
    return caller
