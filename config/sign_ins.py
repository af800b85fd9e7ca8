"""The first sign-ins of an installation on this machine, kept beside its data until removed."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class SignIn:
    """Who signs in, with what. The password was made for this installation."""

    who: str
    email: str
    password: str

    def __str__(self) -> str:
        return f"{self.who:<16} {self.email:<36} {self.password}"


def write_sign_ins(path: Path, sign_ins: list[SignIn]) -> None:
    """Readable by the owner of the data alone, as a whole or not at all."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump([asdict(sign_in) for sign_in in sign_ins], file, indent=2)
    draft.replace(path)


def read_sign_ins(path: Path) -> list[SignIn]:
    """Nothing, when somebody has removed them."""
    if not path.exists():
        return []
    return [SignIn(**row) for row in json.loads(path.read_text())]
