"""Looks at an uploaded file before anything parses it: is it a workbook, and is it safe to open?"""

from __future__ import annotations

import io
import zipfile
import zlib

from .extent import Extent, TooMuch

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_CONTENT = 30 * MEGABYTE
HIGHEST_RATIO = 100
MOST_PARTS = 500

ZIP_SIGNATURE = b"PK"
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOK_PART = "xl/workbook.xml"

DAMAGED = "This file is damaged and cannot be opened. Save it again as an Excel workbook (.xlsx)."
NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx)."


def refusal_by_size(data: bytes) -> str:
    """Why a file of this size is not even looked at; empty when it is."""
    return refusal_by_length(len(data)) if data else "The file is empty."


def refusal_by_length(length: int) -> str:
    """The same of a file of which only its length is known."""
    if length > LARGEST_FILE:
        return (
            f"The file has {length / MEGABYTE:.1f} MB; the limit is {LARGEST_FILE // MEGABYTE} MB."
        )
    return ""


def refusal(data: bytes) -> str:
    """Why these bytes cannot be read as a workbook; empty when they may be.

    Nothing is unpacked further than its limit, whatever the file says of its own sizes.
    """
    if too_large := refusal_by_size(data):
        return too_large
    if data.startswith(OLE_SIGNATURE):
        return _old_or_locked(data)
    if not data.startswith(ZIP_SIGNATURE):
        return NOT_A_WORKBOOK
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _of_archive(archive)
    except TooMuch as limit:
        return str(limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return DAMAGED
    except (NotImplementedError, RuntimeError):
        # A method of compression that nothing writes into workbooks, or a password.
        return "The file is compressed or encrypted in a way that cannot be read."


def _old_or_locked(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "The workbook is encrypted. Remove its password and save it again."
    return "This is the old Excel format (.xls). Save it as an Excel workbook (.xlsx)."


def _of_archive(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        return "The workbook is encrypted. Remove its password and save it again."
    if "xl/workbook.bin" in names:
        return "This is the binary Excel format (.xlsb). Save it as an Excel workbook (.xlsx)."
    if WORKBOOK_PART not in names:
        return NOT_A_WORKBOOK
    if len(parts) > MOST_PARTS:
        return f"The workbook has {len(parts)} parts; the limit is {MOST_PARTS}."
    return _of_content(archive, parts)


def _of_content(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """Unpack everything once, in small pieces, to see how large it truly is."""
    total, extent = 0, Extent()
    for part in parts:
        reader = extent.part()
        with archive.open(part) as content:
            while piece := content.read(64 * 1024):
                total += len(piece)
                reader.feed(piece)
                if total > LARGEST_CONTENT:
                    return (
                        f"Unpacked, the workbook has more than {LARGEST_CONTENT // MEGABYTE} MB; "
                        "that is the limit. Are whole columns formatted?"
                    )
    packed = sum(part.compress_size for part in parts)
    if total > MEGABYTE and total > HIGHEST_RATIO * max(packed, 1):
        return (
            f"Unpacked, the workbook is {total // max(packed, 1)} times as large as packed; "
            f"the limit is {HIGHEST_RATIO} times."
        )
    return ""
