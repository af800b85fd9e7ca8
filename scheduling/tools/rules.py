"""The tools about rules: the book as a program sets it, and the packs that it rests on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Program, Token, User
from people.permissions import require
from people.queries.programs import choose_program
from scheduling.queries.rule_book import BookedRule, OfferedPack, packs_offered, rule_book
from scheduling.services.rule_effects import Effect, effect_of_setting
from scheduling.services.rule_packs import choose_packs
from scheduling.tools.tiers import PROGRAM

MOST_FINDINGS = 50


class RuleOut(BaseModel):
    """A rule as the program sets it."""

    code: str
    title: str
    force: str = Field(description="must, should, local or wish: who asks for it.")
    state: str = Field(description="off, must hold, or what each unit broken costs.")
    clauses: list[str] = Field(description="Where it stands, in every numbering it has.")


class ParameterOut(BaseModel):
    name: str
    value: Any
    meaning: str


class ExampleOut(BaseModel):
    """A situation, and what the rule says of it; nothing: it is allowed."""

    title: str
    says: list[str]


class FullRuleOut(RuleOut):
    """The same with its words, its numbers and its examples."""

    text: str
    source: str
    provenance: str
    parameters: list[ParameterOut]
    examples: list[ExampleOut]


class RuleBookOut(BaseModel):
    program: str
    rules: list[RuleOut]


class PackOut(BaseModel):
    """A rule pack. `place`: among those chosen, of which the last one's entry of a rule holds."""

    name: str
    title: str
    edition: str
    effective_from: date | None
    effective_until: date | None
    status: str
    place: int | None
    chosen_from: date | None = Field(description="Of one that is chosen; nothing: always.")
    chosen_until: date | None = Field(description="Of one that is chosen; nothing: for good.")
    in_effect: bool = Field(description="Whether it is in effect on the day that is asked about.")


class PacksOut(BaseModel):
    program: str
    on: date
    packs: list[PackOut]


class EffectOut(BaseModel):
    """Of one version: what it would break that it does not now, and the other way round."""

    version_id: int
    status: str
    appear: list[str]
    vanish: list[str]
    costs: dict[str, tuple[int, int]] = Field(description="By tier: now, and with the change.")


class RuleEffectOut(BaseModel):
    program: str
    effects: list[EffectOut] = Field(description="Empty: the rule would hold as it does.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_book(server, door, current_user)
    _register_packs(server, door, current_user)
    _register_effect(server, door, current_user)


def _register_book(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Rule book", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def rule_book_tool(program: Annotated[str, PROGRAM] = "") -> RuleBookOut:
        """List every rule as the program sets it today. explain_rule_tool says more of one."""
        chosen, book = _book(program, by=current_user(Token.Scope.READ), at=timezone.now())
        return RuleBookOut(program=chosen.slug, rules=[RuleOut(**_facts(b)) for b in book])

    @server.tool(title="Explain a rule", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def explain_rule_tool(
        code: Annotated[str, Field(description="Like weekly-hours.")],
        program: Annotated[str, PROGRAM] = "",
    ) -> FullRuleOut:
        """Say what a rule asks for, where that is written, with which numbers, and examples."""
        chosen, book = _book(program, by=current_user(Token.Scope.READ), at=timezone.now())
        found = next((booked for booked in book if booked.rule.code == code), None)
        if found is None:
            raise ValidationError(f"The rule book of {chosen} has no rule {code}.", code="no_rule")
        basis = found.rule.basis
        return FullRuleOut(
            **_facts(found),
            text=found.rule.text,
            source=found.rule.source,
            provenance=basis.provenance if basis else "",
            parameters=[
                ParameterOut(name=p.name, value=p.value, meaning=p.meaning) for p in found.explained
            ],
            examples=[ExampleOut(title=e.title, says=list(e.says)) for e in found.examples],
        )


def _register_packs(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Rule packs", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def rule_packs_tool(
        program: Annotated[str, PROGRAM] = "",
        on: Annotated[date | None, Field(description="By default today.")] = None,
    ) -> PacksOut:
        """List the rule packs there are, those first that the program has chosen for a day."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        require(by, "view_rules", chosen, at=at)
        return _packs(chosen, on or chosen.today(at))

    @server.tool(
        title="Choose rule packs",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def choose_packs_tool(
        packs: Annotated[list[str], Field(description="All names, in their order.")],
        program: Annotated[str, PROGRAM] = "",
        effective_from: Annotated[
            date | None, Field(description="The first day on which they hold; by default today.")
        ] = None,
    ) -> PacksOut:
        """Make these the program's packs from a day on. Refused when they contradict each other or
        a setting. Years that are over stay with what held on their last day.

        Needs the right to change the rules, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        chosen = choose_program(by, program, at=at)
        choose_packs(chosen, packs, effective_from=effective_from, by=by, at=at)
        return _packs(chosen, effective_from or chosen.today(at))


def _register_effect(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Effect of a rule", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def rule_effect_tool(
        code: Annotated[str, Field(description="Like weekly-hours.")],
        parameters: Annotated[
            dict[str, Any], Field(description="By name; what is left out is as in the packs.")
        ],
        weight: Annotated[
            int | None, Field(description="What each unit broken costs; nothing: must hold.")
        ] = None,
        active: Annotated[bool, Field(description="Whether the rule would be on.")] = True,
        program: Annotated[str, PROGRAM] = "",
    ) -> RuleEffectOut:
        """Say what a setting of a rule would do to the schedules as they stand: which findings
        appear and vanish, and what it would cost. Changes nothing; settings are saved on the site.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        found = effect_of_setting(
            chosen, code, parameters=parameters, weight=weight, active=active, by=by, at=at
        )
        return RuleEffectOut(program=chosen.slug, effects=[_effect(e) for e in found.effects])


def _effect(found: Effect) -> EffectOut:
    return EffectOut(
        version_id=found.version.pk,
        status=found.version.status,
        appear=[finding.message for finding in found.appear[:MOST_FINDINGS]],
        vanish=[finding.message for finding in found.vanish[:MOST_FINDINGS]],
        costs={cost.tier: (cost.before, cost.after) for cost in found.costs},
    )


def _book(name: str, *, by: User, at: datetime) -> tuple[Program, list[BookedRule]]:
    program = choose_program(by, name, at=at)
    require(by, "view_rules", program, at=at)
    return program, rule_book(program, program.today(at))


def _facts(booked: BookedRule) -> dict[str, Any]:
    rule = booked.rule
    return {
        "code": rule.code,
        "title": rule.title,
        "force": rule.force.value,
        "state": _state(booked),
        "clauses": [str(clause) for clause in rule.clauses],
    }


def _state(booked: BookedRule) -> str:
    if not booked.on:
        return "off"
    return "must hold" if booked.must_hold else f"costs {booked.weight} a unit"


def _packs(program: Program, on: date) -> PacksOut:
    offered = [_pack(each) for each in packs_offered(program, on)]
    return PacksOut(program=program.slug, on=on, packs=offered)


def _pack(offered: OfferedPack) -> PackOut:
    names = ("name", "title", "edition", "effective_from", "effective_until", "status")
    return PackOut(
        **{n: getattr(offered.pack, n) for n in names},
        place=offered.place,
        chosen_from=offered.chosen_from,
        chosen_until=offered.chosen_until,
        in_effect=offered.in_effect,
    )
