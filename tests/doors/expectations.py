"""Who may do what at every address: one row for each route, grouped by rule.

An answer is a status; `login` is a redirect to the sign-in page and `home` one to the start of the
admin site, by which it says that a row is not there. "200 302" is either: a form that is sent empty
is shown again or, where it needs nothing, taken. A method without answers is not tried.
"""

from collections.abc import Collection, Mapping

ANONYMOUS, RESIDENT, FACULTY, CHIEF = "anonymous", "resident", "faculty", "chief"
COORDINATOR, DIRECTOR, ADMIN, SUPERUSER = "coordinator", "director", "admin", "superuser"
# The coordinator of another program, who may do there what a coordinator may.
NEIGHBOR = "neighbor"

NOBODY: frozenset[str] = frozenset()
SUPER = frozenset({SUPERUSER})
LEADERS = SUPER | {ADMIN, DIRECTOR}
OFFICE = LEADERS | {COORDINATOR}
PLANNERS = OFFICE | {CHIEF}
PROGRAM = PLANNERS | {FACULTY, RESIDENT}
STAFF = PLANNERS | {NEIGHBOR}
SIGNED_IN = PROGRAM | {NEIGHBOR}
ROLES = SIGNED_IN | {ANONYMOUS}

Answers = Mapping[str, str]
Row = Mapping[str, Answers]
TAKEN = "200 302"


def answers(allowed: Collection[str], yes: str, no: str, **others: str) -> Answers:
    """The allowed roles are answered `yes` and the others `no`, some of these something else."""
    return {role: yes if role in allowed else others.get(role, no) for role in ROLES}


# Open to strangers


def public(get: str = "200", post: str = "405", delete: str = "405") -> Row:
    return {
        method: answers(ROLES, yes, "")
        for method, yes in (("get", get), ("post", post), ("delete", delete))
    }


def entrance(get: str = "200", post: str = "200", delete: str = "405") -> Row:
    """For those who are not in yet; those who are go on."""
    return {
        method: answers({ANONYMOUS}, yes, "302")
        for method, yes in (("get", get), ("post", post), ("delete", delete))
    }


PUBLIC: dict[str, Row] = {
    "livez": public(),
    # No worker runs while this is tested.
    "readyz": public("503"),
    # The key to somebody's calendar is in the address.
    "scheduling:feed": public(),
    "account_login": entrance(),
    # Its form is shown, and says that sign-up is closed.
    "account_signup": entrance(delete="200"),
    "account_logout": {
        "get": answers(SIGNED_IN, "200", "302"),
        "post": answers(ROLES, "302", ""),
        "delete": answers(ROLES, "405", ""),
    },
    "account_inactive": public(),
    "account_email_verification_sent": public(),
    "account_confirm_email": public(post="404"),
    "account_reset_password": public(post="200"),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(post="200", delete="200"),
    "account_reset_password_from_key_done": public(),
}

# One's own account, whoever one is


def own(get: str = "405", post: str = "405", delete: str = "405") -> Row:
    return {
        method: answers(SIGNED_IN, yes, "login")
        for method, yes in (("get", get), ("post", post), ("delete", delete))
    }


OWN: dict[str, Row] = {
    "account_reauthenticate": own("200", "200"),
    "account_email": own("200", "302"),
    "account_change_password": own("200", "200"),
    # Whoever has a password is sent to change it.
    "account_set_password": own("302", "302", "302"),
    "account_confirm_login_code": own("302", "302", "302"),
    "people:account": own("200"),
    "people:issue_token": own(post="200"),
    "people:issue_feed": own(post="200"),
    "people:revoke_token": {
        **own(),
        # The token is the coordinator's.
        "post": answers({COORDINATOR}, "302", "404", anonymous="login"),
    },
    "scheduling:home": own("302"),
    "scheduling:my_day": own("200"),
    "scheduling:my_week": own("200"),
    "scheduling:my_block": own("200"),
    "scheduling:my_year": own("200"),
}

# Pages of a program


def page(get: Collection[str], *, no: str = "404") -> Row:
    """To look at only."""
    return {**own(), "get": answers(get, "200", no, anonymous="login")}


PAGES: dict[str, Row] = {
    # These two are open to strangers where a program says so; this one does not.
    "scheduling:on_call": {**public(), "get": answers(SIGNED_IN, "200", "login")},
    "scheduling:on_call_of_program": {
        **public(),
        "get": answers(PROGRAM, "200", "403", anonymous="login"),
    },
    "scheduling:colors": page(PROGRAM),
    "scheduling:solve_progress": page(PLANNERS),
    # Of a draft; of what is published also whose it is.
    "scheduling:why": page(PLANNERS),
}

# REST


def rest(
    get: Collection[str] | None = None,
    post: Collection[str] | None = None,
    *,
    sent: str = "200",
    **others: str,
) -> Row:
    """What is not offered at all is a 405 for whoever is signed in."""
    off = answers(NOBODY, "", "405", anonymous="401")
    others = {ANONYMOUS: "401", **others}
    return {
        "get": off if get is None else answers(get, "200", "404", **others),
        "post": off if post is None else answers(post, sent, "404", **others),
        "delete": off,
    }


def refused(get: Collection[str]) -> Row:
    """Whoever may ask hears that there is nothing to tell yet."""
    row = rest(get)
    return {**row, "get": {r: "400" if a == "200" else a for r, a in row["get"].items()}}


REST: dict[str, Row] = {
    # A list shows to everybody what they may see, if only nothing.
    "api:program-list": rest(SIGNED_IN),
    "api:person-list": rest(SIGNED_IN),
    "api:academic-year-list": rest(SIGNED_IN),
    "api:block-list": rest(SIGNED_IN),
    "api:version-list": rest(SIGNED_IN),
    "api:assignment-list": rest(SIGNED_IN),
    "api:solve-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:logged-work-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:schema": rest(SIGNED_IN),
    # A superuser has two programs here and is asked which.
    "api:on-call": rest(SIGNED_IN - SUPER, superuser="400"),
    "api:rule-list": rest(SIGNED_IN - SUPER, superuser="400"),
    # For the whole program.
    "api:program-detail": rest(PROGRAM),
    "api:academic-year-detail": rest(PROGRAM),
    "api:block-detail": rest(PROGRAM),
    # For those who plan; the version is a draft, and the solve is over.
    "api:person-detail": rest(PLANNERS),
    "api:version-detail": rest(PLANNERS),
    "api:version-violations": rest(PLANNERS),
    "api:version-check": rest(post=PLANNERS),
    "api:logged-work-detail": rest(PLANNERS),
    "api:logged-work-withdraw": rest(post=OFFICE, chief="403"),
    # By then the draft has not been checked.
    "api:version-violation": refused(PLANNERS),
    "api:assignment-why": rest(PLANNERS),
    "api:academic-year-preflight": rest(PLANNERS, resident="403", faculty="403"),
    "api:academic-year-interactions": rest(PLANNERS, resident="403", faculty="403"),
    "api:solve-detail": rest(PLANNERS),
    "api:solve-cancel": rest(post=PLANNERS, sent="400"),
    # For the office; the draft breaks rules.
    "api:repair-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:repair-detail": rest(PLANNERS),
    "api:repair-cancel": rest(post=PLANNERS, sent="400"),
    "api:repair-use": rest(post=PLANNERS, sent="400"),
    "api:academic-year-tiers": {
        **rest(PLANNERS, resident="403", faculty="403"),
        "put": answers(PLANNERS, "400", "404", anonymous="401", resident="403", faculty="403"),
    },
    "api:version-publish": rest(post=OFFICE, sent="400", chief="403"),
}

# The admin site. It answers DELETE as it does GET, and so only GET and POST are tried.


OUTSIDE = dict.fromkeys((ANONYMOUS, RESIDENT, FACULTY), "login")


def admin(
    get: Collection[str] | None = None,
    post: Collection[str] | None = None,
    *,
    shown: str = "200",
    sent: str = TAKEN,
    no: str = "403",
    **others: str,
) -> Row:
    """Nobody but staff gets beyond its sign-in; what is not offered at all is a 405."""
    others = OUTSIDE | others
    off = answers(NOBODY, "", "405", **others)
    return {
        "get": off if get is None else answers(get, shown, no, **others),
        "post": off if post is None else answers(post, sent, no, **others),
    }


def wide(roles: Collection[str]) -> Collection[str]:
    """On lists and empty forms the neighbor may what a coordinator may: with other rows."""
    return {*roles, NEIGHBOR} if COORDINATOR in roles else roles


def of_row(get: Collection[str], post: Collection[str]) -> Row:
    """Where a coordinator may, the neighbor hears that the row is not there."""
    return {
        "get": admin(get, **({NEIGHBOR: "home"} if COORDINATOR in get else {}))["get"],
        "post": admin(post=post, **({NEIGHBOR: "home"} if COORDINATOR in post else {}))["post"],
    }


def model(
    label: str,
    view: Collection[str],
    add: Collection[str] = NOBODY,
    change: Collection[str] = NOBODY,
    delete: Collection[str] = NOBODY,
    *,
    no_history: str = "home",
) -> dict[str, Row]:
    """The six routes of a model, by who may do what to its rows."""
    name = f"admin:{label.replace('.', '_')}"
    return {
        f"{name}_changelist": admin(wide(view), wide(view)),
        f"{name}_add": admin(wide(add), wide(add)),
        f"{name}_change": of_row(view, change),
        f"{name}_delete": of_row(delete, delete),
        f"{name}_history": admin(view, view, no=no_history),
        # An address of old, which leads to the row's.
        f"admin/{label.replace('.', '/')}/<path:object_id>/": admin(
            STAFF, STAFF, shown="302", sent="302"
        ),
    }


def of_superusers(label: str) -> dict[str, Row]:
    """A model whose pages are not ours and know no programs."""
    return model(label, SUPER, SUPER, SUPER, SUPER, no_history="403")


def record(label: str, view: Collection[str]) -> dict[str, Row]:
    """To look at: services alone change it."""
    return model(label, view)


ADMIN_SITE: dict[str, Row] = {
    "admin:index": admin(STAFF, STAFF),
    "admin:search": admin(STAFF, STAFF),
    "admin:app_list": admin(STAFF, STAFF),
    "admin:jsi18n": admin(STAFF),
    "admin:autocomplete": admin(STAFF),
    "admin:password_change": admin(STAFF, STAFF),
    "admin:password_change_done": admin(STAFF),
    # Those who are in already are sent on, or told that this is not for them.
    "admin:login": admin(STAFF, STAFF, shown="home", resident="403", faculty="403"),
    "admin:logout": admin(post=STAFF, resident="home", faculty="home"),
    # No model has a page of its own on the site.
    "admin:view_on_site": admin(NOBODY, NOBODY, no="404"),
    "admin/(?P<url>.*)$": admin(NOBODY, NOBODY, no="404"),
    "admin:auth_user_password_change": admin(SUPER, SUPER),
    "admin:scheduling_colors": admin(STAFF, STAFF),
    "admin:scheduling_programimport_template": admin(wide(OFFICE), wide(OFFICE)),
}

# Pages of ours below a row of the admin site; a row elsewhere is not there.
ADMIN_PAGES: dict[str, Row] = {
    "admin:scheduling_academicyear_grid": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_block": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_generate": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_raise_tier": admin(post=PLANNERS, no="404"),
    "admin:scheduling_academicyear_draft": admin(post=PLANNERS, no="404"),
    "admin:scheduling_academicyear_preflight": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_interactions": admin(PLANNERS, PLANNERS, no="404"),
    # Without such a finding it leads back to the version.
    "admin:scheduling_scheduleversion_found": admin(PLANNERS, PLANNERS, shown="302", no="404"),
    # These find the year of today, or lead to the list of years.
    "admin:scheduling_grid_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_block_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_generate_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_solverrun_cancel": admin(post=PLANNERS, no="404"),
    "admin:scheduling_solverrun_repeat": admin(post=PLANNERS, no="404"),
    # Everybody of the staff has a program whose book it is.
    "admin:scheduling_rule_book_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_rule_book": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_rule_book_packs": {
        **admin(),
        "post": admin(post=OFFICE, neighbor="404")["post"],
    },
    "admin:scheduling_repairrun_hits": admin(STAFF, STAFF),
    "admin:scheduling_repair_of_absence": admin(post=PLANNERS, no="404"),
    "admin:scheduling_repairrun_cancel": admin(post=PLANNERS, no="404"),
    "admin:scheduling_repairrun_use": admin(post=PLANNERS, no="404"),
    "admin:scheduling_assignment_repair": admin(post=PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_check": admin(post=PLANNERS, no="404"),
    "admin:scheduling_scheduleversion_publish": admin(OFFICE, OFFICE, neighbor="404"),
    "admin:scheduling_scheduleversion_withdraw": admin(OFFICE, OFFICE, neighbor="404"),
}

ADMIN_MODELS: dict[str, Row] = {
    **of_superusers("account.emailaddress"),
    **of_superusers("auth.group"),
    **of_superusers("django_celery_beat.clockedschedule"),
    **of_superusers("django_celery_beat.crontabschedule"),
    **of_superusers("django_celery_beat.intervalschedule"),
    **of_superusers("django_celery_beat.periodictask"),
    **of_superusers("django_celery_beat.solarschedule"),
    # People and accounts
    **model("people.user", OFFICE, SUPER, SUPER, SUPER),
    **model("people.role", OFFICE, OFFICE, NOBODY, SUPER),
    **model("people.token", SUPER, NOBODY, NOBODY, SUPER),
    **model("people.program", PLANNERS, SUPER, LEADERS, SUPER),
    **model("people.person", PLANNERS, OFFICE, OFFICE, SUPER),
    **model("people.enrolment", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("people.absence", PLANNERS, OFFICE, OFFICE, SUPER),
    **model("people.leaveallotment", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("people.credentialkind", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("people.credential", PLANNERS, OFFICE, OFFICE, OFFICE),
    # What there is to schedule
    **model("scheduling.place", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.activity", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.rotation", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.attendingweek", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.patterncell", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.calltype", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.callhistory", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.curriculumitem", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.requirement", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.credit", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.sessiondemand", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.request", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.rulesetting", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.specialday", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.academicyear", PLANNERS, OFFICE, NOBODY, SUPER),
    **model("scheduling.programimport", OFFICE, OFFICE, OFFICE, SUPER),
    # One's own page, which says 404 where the admin site would lead home.
    "admin:scheduling_programimport_change": admin(OFFICE, OFFICE, no="404"),
    # Kept as it was entered
    **model("scheduling.loggedwork", PLANNERS, OFFICE),
    **model("scheduling.waiver", PLANNERS, LEADERS),
    **model("scheduling.supervisionlevel", PLANNERS, OFFICE, OFFICE, OFFICE),
    # The schedule
    **record("scheduling.assignment", PLANNERS),
    **record("scheduling.schedule", PLANNERS),
    **record("scheduling.scheduleversion", PLANNERS),
    **record("scheduling.solverrun", PLANNERS),
    **record("scheduling.repairrun", PLANNERS),
}

EXPECTED: dict[str, Row] = {
    **PUBLIC,
    **OWN,
    **PAGES,
    **REST,
    **ADMIN_SITE,
    **ADMIN_PAGES,
    **ADMIN_MODELS,
}
