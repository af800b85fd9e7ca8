"""What can be done to the history: seal it, verify it, export it, forget what is old.

A record says what was done; a seal ties it to all seals before it in the chain of its program. A
seal that is known elsewhere (`head`) proves that nothing up to it was changed since.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet

from people.doors import current_door
from people.history import forgetting
from people.models import Program, Record, Seal, User
from people.permissions import require

# No transaction lasts as long: what was written before the last seal by more is sealed.
LATEST = timedelta(days=1)
AT_ONCE = 5000
ONLY_ONE = 7_203_114
"""The key of the lock that one sealer holds."""
YOUNGEST = timedelta(days=365)


def content_of(record: Record) -> str:
    """What the record says, as its seal takes it: the same text for the same columns."""
    said = {
        "at": record.at.astimezone(ZoneInfo("UTC")).isoformat(),
        "by": record.by_id,
        **{name: getattr(record, name) for name in ("kind", "row", "verb", "door")},
        **{name: getattr(record, name) for name in ("before", "after")},
        "program": record.program_id,
        "record": record.pk,
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


# Sealing


@transaction.atomic
def seal_history(*, at: datetime) -> int:
    """Seal what has been written since the last time; returns how many records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONLY_ONE])
    heads: dict[int | None, Seal] = {}
    seals = [_next(heads, record, at) for record in _unsealed()]
    Seal.objects.bulk_create(seals)
    return len(seals)


def _unsealed() -> QuerySet[Record]:
    last = Seal.objects.order_by("-sealed_at").values_list("sealed_at", flat=True).first()
    records = Record.objects.filter(seal=None).order_by("pk")
    return (records.filter(at__gt=last - LATEST) if last else records)[:AT_ONCE]


def _next(heads: dict[int | None, Seal], record: Record, at: datetime) -> Seal:
    before = heads.get(record.program_id) or head_of(record.program_id)
    content = hashed(content_of(record))
    heads[record.program_id] = seal = Seal(
        record=record,
        program_id=record.program_id,
        place=before.place + 1 if before else 1,
        content=content,
        digest=hashed((before.digest if before else "") + content),
        sealed_at=at,
    )
    return seal


def head_of(program_id: int | None) -> Seal | None:
    """The last seal of a chain."""
    return Seal.objects.filter(program=program_id).order_by("-place").first()


# Verifying


@dataclass(frozen=True)
class Verdict:
    """What was found in one chain; `broken` says at which place and how."""

    sealed: int
    forgotten: int
    unsealed: int
    head: str
    broken: tuple[str, ...]


def verify_history(program: Program | None, *, by: User, at: datetime, head: str = "") -> Verdict:
    """Go through the chain from its first seal; `head` is a digest that somebody wrote down."""
    _require(program, by, at)
    chain = Seal.objects.filter(program=program).order_by("place")
    records = Record.objects.filter(program=program)
    digest, broken, known = "", [], not head
    place = forgotten = 0
    for seal in chain.select_related("record").iterator(chunk_size=AT_ONCE):
        place += 1
        digest = hashed(digest + seal.content)
        broken += [f"Place {place}: {words}." for words in _faults(seal, place, digest)]
        digest = seal.digest
        known = known or digest == head
        forgotten += seal.forgotten_at is not None
    if not known:
        broken.append(f"The seal {head} is not in the chain.")
    unsealed = records.filter(seal=None).count()
    return Verdict(place, forgotten, unsealed, digest, tuple(broken))


def _faults(seal: Seal, place: int, digest: str) -> Iterator[str]:
    if seal.place != place:
        yield f"the seal says that it is at place {seal.place}"
    if seal.digest != digest:
        yield "the seal does not follow from the one before"
    record = seal.record
    if record is None and seal.forgotten_at is None:
        yield "the record is gone, and was not forgotten"
    elif record is not None and hashed(content_of(record)) != seal.content:
        yield f"record {record.pk} is not what was sealed"


# Exporting


def export_history(program: Program | None, *, by: User, at: datetime) -> Iterator[str]:
    """A line of JSON for each sealed record: what it says, its place, and its digest.

    Whoever has the lines can verify the chain without Rounds: the digest is SHA-256 of the digest
    before and SHA-256 of the text under `record`.
    """
    _require(program, by, at)
    chain = Seal.objects.filter(program=program).order_by("place").select_related("record")
    return _lines(chain.iterator(chunk_size=AT_ONCE))


def _lines(chain: Iterable[Seal]) -> Iterator[str]:
    for seal in chain:
        record = seal.record
        line = {
            "place": seal.place,
            "record": content_of(record) if record else None,
            "content": seal.content,
            "digest": seal.digest,
        }
        yield json.dumps(line, ensure_ascii=False)


# Forgetting


@transaction.atomic
def forget_history(program: Program | None, *, before: date, by: User, at: datetime) -> int:
    """Delete sealed records of before the day. Their seals stay, so the chain still holds."""
    _require(program, by, at)
    zone = program.zone if program else ZoneInfo("UTC")
    until = datetime.combine(before, time.min, zone)
    if until > at - YOUNGEST:
        raise ValidationError(
            f"History of the last {YOUNGEST.days} days is not forgotten. "
            f"Name a day before {(at - YOUNGEST).astimezone(zone).date()}.",
            code="too_young",
        )
    old = Seal.objects.filter(program=program, record__at__lt=until, forgotten_at=None)
    keys = list(old.values_list("record_id", flat=True))
    with forgetting():
        old.update(forgotten_at=at)
        Record.objects.filter(pk__in=keys)._raw_delete("default")
    _note(program, len(keys), before, by, at)
    return len(keys)


def _note(program: Program | None, count: int, before: date, by: User, at: datetime) -> None:
    """That something was forgotten is on record itself."""
    Record.objects.create(
        at=at,
        kind=Record._meta.label_lower,
        row="",
        verb=Record.Verb.FORGET,
        program=program,
        by=by,
        door=current_door().value,
        after={"records": count, "before": str(before)},
    )


def _require(program: Program | None, by: User, at: datetime) -> None:
    if program is not None:
        require(by, "view_audit", program, at=at)
    elif not (by.is_active and by.is_superuser):
        raise PermissionDenied("Only superusers may see the history of what is in no program.")
