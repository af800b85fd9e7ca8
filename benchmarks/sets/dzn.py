"""Reads MiniZinc data: numbers, truth values, sets, and arrays of one to three dimensions."""

from __future__ import annotations

import re
from typing import Any

ASSIGNMENT = re.compile(r"(\w+)\s*=\s*([^;]*);")
ARRAY = re.compile(r"array\dd\s*\((.*),\s*(\[.*\])\s*\)", re.DOTALL)
RANGE = re.compile(r"1\s*\.\.\s*(\w+)")
PLAIN = re.compile(r"[\s\d,\[\]\-|]*\Z")


def read(text: str) -> dict[str, Any]:
    """Every assignment of a file by its name. Sets are sets, arrays are lists of lists."""
    uncommented = re.sub(r"%.*", "", text)
    found: dict[str, Any] = {}
    for name, value in ASSIGNMENT.findall(uncommented):
        found[name] = _value(value.strip(), found)
    if not found:
        raise ValueError("This is not a MiniZinc data file: nothing is assigned in it.")
    return found


def _value(text: str, known: dict[str, Any]) -> Any:
    shaped = ARRAY.match(text)
    if shaped:
        sizes = [int(known.get(size, size)) for size in RANGE.findall(shaped[1])]
        return _reshaped(_numbers(shaped[2]), sizes)
    if text.startswith("[|"):
        return [_list(row) for row in text.strip("[] \n").strip("|").split("|") if row.strip()]
    if text.startswith("["):
        return _list(text.strip("[]"))
    return _one(text)


def _list(text: str) -> list[Any]:
    """Sets hold commas of their own, so they are told apart first."""
    parts = re.findall(r"\{[^}]*\}|[^,\s]+", text)
    return [_one(part) for part in parts]


def _one(text: str) -> Any:
    if text.startswith("{"):
        return {int(number) for number in re.findall(r"\d+", text)}
    if text in ("true", "false"):
        return text == "true"
    return int(text)


def _numbers(text: str) -> list[int]:
    if not PLAIN.match(text):
        raise ValueError(f"An array of numbers was expected: {text[:40]}")
    return [int(number) for number in re.findall(r"-?\d+", text)]


def _reshaped(numbers: list[int], sizes: list[int]) -> list[Any]:
    if not sizes[1:]:
        if len(numbers) != sizes[0]:
            raise ValueError(f"An array of {sizes[0]} holds {len(numbers)} numbers.")
        return numbers
    length, rest = divmod(len(numbers), sizes[0])
    if rest:
        raise ValueError(f"{len(numbers)} numbers do not fill {sizes[0]} rows.")
    rows = (numbers[i * length : (i + 1) * length] for i in range(sizes[0]))
    return [_reshaped(row, sizes[1:]) for row in rows]
