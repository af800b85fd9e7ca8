"""What a new installation on this machine gets: accounts, and a sample program in full swing.

An installation that has accounts already is left as it is. One that was interrupted while its
sample was being made goes on where it stopped.
"""

import time
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from config.sign_ins import SignIn, read_sign_ins, write_sign_ins
from people.models import Enrolment, Program, Role, User, academic_year_of
from people.services.accounts import open_account
from people.services.roles import grant_role
from scheduling.models import AcademicYear, Block, ScheduleVersion, SolverRun
from scheduling.program_file.sample import make
from scheduling.services.check import check_version
from scheduling.services.load_program import load_program
from scheduling.services.progress import latest_progress
from scheduling.services.publish import publish_version
from scheduling.services.solve import request_solve
from scheduling.services.versions import open_draft

Say = Callable[[str], object]

NO_SAMPLE, SEED = "none", 1
SIGN_INS = "sign_ins.json"
ADMIN = "admin@example.org"
POLL_SECONDS, TELL_SECONDS = 0.5, 4.0

Scope = SolverRun.Scope
MADE = {
    Scope.YEAR: "The rotations of the year",
    Scope.CALL: "The call of the year",
    Scope.BLOCK: "The half-days of the current block",
}


def prepare(say: Say, *, sample: str, check: Callable[[], None]) -> None:
    """Make the sample if this installation is new. `check` raises when a worker has died."""
    if sample == NO_SAMPLE:
        return
    path = settings.DATA_DIR / SIGN_INS
    if not User.objects.exists():
        with transaction.atomic():
            sign_ins = _open_installation(say, sample, at=timezone.now())
            write_sign_ins(path, sign_ins)
    sign_ins = read_sign_ins(path)
    if sign_ins:
        _go_on(say, check=check)


def tell_sign_ins(say: Say) -> None:
    """The accounts that were made here, as long as their file is kept."""
    path = settings.DATA_DIR / SIGN_INS
    sign_ins = read_sign_ins(path)
    for sign_in in sign_ins:
        say(f"  {sign_in}")
    if sign_ins:
        say(f"They are kept in {path}; delete it once you have changed the passwords.")


# Accounts and the program


def _open_installation(say: Say, sample: str, *, at: datetime) -> list[SignIn]:
    """An administrator, the sample program, and accounts for a chief resident and a resident."""
    password = token_urlsafe(12)
    admin = User.objects.create_superuser(ADMIN, password, first_name="Site", last_name="Admin")
    say("A sample program is being made; this happens once.")
    file = make(sample, SEED, academic_year_of(at.date()))
    load_program(file, by=admin, at=at)
    program = Program.objects.get(slug=file.program.slug)
    residents = Enrolment.objects.filter(program=program, position=Enrolment.Position.RESIDENT)
    chief = residents.order_by("-pgy", "pk")[0]
    resident = residents.order_by("pgy", "pk")[0]
    return [
        SignIn("Administrator", ADMIN, password),
        _sign_in("Chief resident", chief, Role.Kind.CHIEF, by=admin, at=at),
        _sign_in("Resident", resident, Role.Kind.RESIDENT, by=admin, at=at),
    ]


def _sign_in(who: str, enrolment: Enrolment, kind: str, *, by: User, at: datetime) -> SignIn:
    person, program = enrolment.person, enrolment.program
    opened = open_account(person, email=person.email, by=by, at=at, password=token_urlsafe(12))
    starts_on = program.today(at)
    for each in {kind, Role.Kind.RESIDENT.value}:
        grant_role(opened.user, program=program, kind=each, starts_on=starts_on, by=by, at=at)
    return SignIn(who, opened.user.email, opened.password)


# The schedule


def _go_on(say: Say, *, check: Callable[[], None]) -> None:
    """Generate what the sample still lacks, and publish it."""
    admin = User.objects.filter(email=ADMIN, is_superuser=True).first()
    year = AcademicYear.objects.select_related("program").order_by("pk").first()
    if admin is None or year is None or _was_published(year):
        return
    block = _current_block(year, timezone.now())
    for scope in (Scope.YEAR, Scope.CALL, Scope.BLOCK):
        _generate(say, year, scope, block if scope == Scope.BLOCK else None, admin, check)
    _publish(say, open_draft(year, by=admin, at=timezone.now()), admin)


def _was_published(year: AcademicYear) -> bool:
    versions = ScheduleVersion.objects.filter(schedule__academic_year=year)
    return versions.filter(published_at__isnull=False).exists()


def _current_block(year: AcademicYear, at: datetime) -> Block:
    today = year.program.today(at)
    blocks = year.blocks.filter(ends_on__gte=today).order_by("starts_on")
    return blocks.first() or year.blocks.order_by("-starts_on")[0]


def _generate(
    say: Say,
    year: AcademicYear,
    scope: Scope,
    block: Block | None,
    by: User,
    check: Callable[[], None],
) -> None:
    """Ask a worker for it, unless the draft has it from an earlier start, and wait."""
    runs = SolverRun.objects.filter(version__schedule__academic_year=year, scope=scope)
    if runs.filter(status=SolverRun.Status.SOLVED).exists():
        return
    run = runs.active().first()
    if run is None:
        run = request_solve(year, scope, by=by, at=timezone.now(), block=block)
    _watch(say, run, check)
    if run.status != SolverRun.Status.SOLVED:
        raise CommandError(
            f"{MADE[scope]} could not be generated. {run.message}\n"
            "Start again to try once more; the log of the solver is above."
        )
    say(f"{MADE[scope]}: {run.message}")


def _watch(say: Say, run: SolverRun, check: Callable[[], None]) -> None:
    told, last = 0.0, ""
    while run.is_active:
        time.sleep(POLL_SECONDS)
        check()
        run.refresh_from_db()
        line = _progress_line(run)
        if time.monotonic() - told > TELL_SECONDS and line != last:
            say(line)
            told, last = time.monotonic(), line


def _progress_line(run: SolverRun) -> str:
    """The tier at work: the best so far, and the bound below which nothing can be."""
    news = latest_progress(run)
    tier = news["tiers"][-1] if news.get("tiers") else None
    if tier is None:
        return ""
    what = MADE[Scope(run.scope)]
    best = "" if tier["best"] is None else f"best {tier['best']}, "
    bound = "unknown" if tier["bound"] is None else tier["bound"]
    return f"{what}, {news['seconds']:.0f} s: {tier['tier'].lower()}, {best}bound {bound}"


def _publish(say: Say, draft: ScheduleVersion, by: User) -> None:
    found = check_version(draft, by=by, at=timezone.now())
    broken = sum(finding.hard for finding in found)
    say(f"Checked without the solver: {broken} violations, {len(found) - broken} advisories.")
    try:
        publish_version(draft, by=by, at=timezone.now())
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    say("The schedule is published.")
