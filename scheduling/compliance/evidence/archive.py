"""Files as one archive with a manifest: the same content makes the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from scheduling.csv_text import safe


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Comma-separated, UTF-8 with a mark for spreadsheets; no text is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else safe(value)


def archive(
    files: Mapping[str, bytes], about: Mapping[str, Any], made_at: datetime
) -> tuple[bytes, dict[str, Any]]:
    """The archive and its manifest; `sha256sum -c SHA256SUMS` checks what was unpacked."""
    manifest = {
        **about,
        "made_at": made_at.isoformat(timespec="seconds"),
        "files": [
            {"name": name, "bytes": len(content), "sha256": digest(content)}
            for name, content in files.items()
        ],
    }
    written = json.dumps(manifest, indent=2, ensure_ascii=False).encode()
    whole = {**files, "manifest.json": written}
    sums = "".join(f"{digest(content)}  {name}\n" for name, content in whole.items())
    return _zipped({**whole, "SHA256SUMS": sums.encode()}, made_at), manifest


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zipped(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    out = io.BytesIO()
    stamp = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, content)
    return out.getvalue()
