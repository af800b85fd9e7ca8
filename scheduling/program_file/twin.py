"""The JSON twin of the program workbook: the same rows, checked the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .assemble import Collector, Reading, refused
from .checks import too_many_rows
from .compound_kinds import LONGEST_LIST
from .container import refusal_by_size
from .kinds import shown
from .layout import BY_FIELD, SHEETS
from .problem import Problem, of_file
from .program import ProgramFile
from .sheet import Column, Sheet

FORMAT = "rounds-program"
VERSION = 1
MOST_PROBLEMS = 1000


def dump_program(program: ProgramFile) -> dict[str, Any]:
    """The program as plain JSON values."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for sheet in SHEETS:
        value = getattr(program, sheet.field)
        rows = [_dump_row(sheet, row) for row in ((value,) if sheet.single else value)]
        document[sheet.field] = rows[0] if sheet.single else rows
    return document


def write_json(program: ProgramFile) -> bytes:
    return (json.dumps(dump_program(program), indent=1, ensure_ascii=False) + "\n").encode()


def _dump_row(sheet: Sheet, row: Any) -> dict[str, Any]:
    values = ((column, getattr(row, column.field)) for column in sheet.columns)
    return {
        column.field: None if value is None else column.kind.to_json(value)
        for column, value in values
    }


def program_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the twin."""
    properties: dict[str, Any] = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    for sheet in SHEETS:
        row = _row_schema(sheet)
        several = {"type": "array", "maxItems": sheet.most_rows, "items": row}
        properties[sheet.field] = row if sheet.single else several
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Program workbook",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def write_schema() -> bytes:
    return (json.dumps(program_schema(), indent=1, ensure_ascii=False) + "\n").encode()


def _row_schema(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "description": sheet.notes,
        "type": "object",
        "properties": {column.field: _cell_schema(column) for column in sheet.columns},
        "required": list(sheet.required_fields),
        "additionalProperties": False,
    }


def _cell_schema(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": column.title}
    if column.note:
        schema["description"] = column.note
    kind = column.kind.schema()
    return schema | (kind if column.required else {"anyOf": [kind, {"type": "null"}]})


def read_json(data: bytes) -> Reading:
    """The program in these bytes, or everything that is wrong with them."""
    if reason := refusal_by_size(data):
        return refused(of_file(reason))
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return refused(of_file("This is not JSON: it is not written in UTF-8."))
    except RecursionError:
        return refused(of_file("This is not JSON that can be read: it is nested too deeply."))
    except ValueError as error:
        return refused(of_file(f"This is not JSON: {str(error)[:120].rstrip('.')}."))
    return read_document(document)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number.")


def read_document(document: Any) -> Reading:
    """The program in a parsed document."""
    shape = list(_too_long(document)) or _first(_shape_problems(document))
    if shape:
        return refused(*shape)
    collector = Collector(lambda column, raw: column.kind.from_json(raw))
    for sheet in SHEETS:
        content = document[sheet.field]
        collector.tables.rows[sheet.field] = []
        for number, row in enumerate([content] if sheet.single else content, start=1):
            collector.add_row(sheet, number, row)
    return collector.finish()


def _first(problems: Iterator[Problem]) -> list[Problem]:
    """As many as somebody can make use of; a document with more is not what it says it is."""
    found = list(islice(problems, MOST_PROBLEMS))
    if next(problems, None):
        found.append(of_file(f"More is wrong; these are the first {MOST_PROBLEMS}."))
    return found


def _too_long(document: Any) -> Iterator[Problem]:
    """Looked at first, so that nobody waits for what is wrong with a million entries."""
    for sheet in SHEETS:
        rows = document.get(sheet.field) if isinstance(document, dict) else None
        if isinstance(rows, list) and len(rows) > sheet.most_rows:
            yield Problem(sheet.title, None, "", too_many_rows(sheet))
        elif isinstance(rows, list):
            for number, row in enumerate(rows, start=1):
                yield from _long_cells(sheet, number, row)


def _long_cells(sheet: Sheet, number: int, row: Any) -> Iterator[Problem]:
    for column in sheet.columns:
        cell = row.get(column.field) if isinstance(row, dict) else None
        if isinstance(cell, list) and len(cell) > LONGEST_LIST:
            message = f"There are {len(cell)} entries; the limit is {LONGEST_LIST}."
            yield Problem(sheet.title, number, column.title, message)


def _shape_problems(document: Any) -> Iterator[Problem]:
    """What the schema does not allow, as far as the cells; those are read one by one later."""
    for error in Draft202012Validator(program_schema()).iter_errors(document):
        place = list(error.absolute_path)
        sheet = BY_FIELD.get(str(place[0])) if place else None
        if sheet is None:
            yield of_file(": ".join([*map(str, place), _in_words(error)]))
        else:
            yield _in_sheet(sheet, place[1:], error)


def _in_sheet(sheet: Sheet, place: list[str | int], error: ValidationError) -> Problem:
    row = None
    if not sheet.single and place:
        row = int(place.pop(0)) + 1
    if not place:
        return Problem(sheet.title, row, "", _in_words(error))
    column = sheet.column(str(place[0]))
    message = f"{shown(error.instance)} is not {column.kind.words}."
    return Problem(sheet.title, row, column.title, message)


def _in_words(error: ValidationError) -> str:
    """The validator repeats the whole value it refuses; the end of its sentence says why."""
    if error.validator == "type":
        return f"{shown(error.instance)} is not of the type {error.validator_value}."
    if error.validator == "const":
        return f"{shown(error.instance)} is not {shown(error.validator_value)}."
    message = error.message[-200:].replace(" is a required property", " is missing")
    return f"{message}."
