"""The rows by which linear arithmetic alone shows that a trial cannot hold.

Whole numbers are forgotten, each row may be broken at a price, and the sum of what is broken is
made as small as can be. If it cannot be nothing, the rows that carry a price in the answer cannot
all hold. Floating point may mislead: whoever asks solves again with these rows alone.
"""

from __future__ import annotations

from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model_helper

from scheduling.engine.trial import Trial

NOTHING = 1e-6
FAR = 2**39
"""Bounds this far out bound nothing."""


def rows_to_blame(trial: Trial, seconds: float) -> list[int]:
    """Rows that cannot all hold; empty when linear arithmetic sees no clash, or no time is left."""
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    variables = [
        model.new_num_var(float(v.domain[0]), float(v.domain[1]), "")
        for v in trial.cp.proto.variables
    ]
    found, broken = [], []
    for index, constraint in enumerate(trial.cp.proto.constraints):
        weights, low, high = _linear(constraint)
        terms = model_builder.LinearExpr.weighted_sum(
            [variables[_positive(v)] for v, _ in weights], [w for _, w in weights]
        )
        row = trial.row_of.get(index)
        if row is not None and low > -FAR:
            broken.append(model.new_num_var(0, float("inf"), ""))
            terms += broken[-1]
        if row is not None and high < FAR:
            broken.append(model.new_num_var(0, float("inf"), ""))
            terms -= broken[-1]
        bound = model.add_linear_constraint(terms, _bound(low), _bound(high))
        if row is not None:
            found.append((row, bound))
    model.minimize(model_builder.LinearExpr.sum(broken))
    solver = model_builder.Solver("glop")
    solver.set_time_limit_in_seconds(max(0.05, seconds))
    if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        return []
    if solver.objective_value <= NOTHING:
        return []
    return [row for row, bound in found if abs(solver.dual_value(bound)) > NOTHING]


def _bound(value: int) -> float:
    return float(value) if abs(value) < FAR else float("inf") * (1 if value > 0 else -1)


def _positive(literal: int) -> int:
    return literal if literal >= 0 else -literal - 1


def _linear(
    constraint: cp_model_helper.ConstraintProto,
) -> tuple[list[tuple[int, int]], int, int]:
    """Literals or variables with weights, and bounds: what a clause says, said in sums."""
    if constraint.has_linear():
        linear = constraint.linear
        terms = list(zip(linear.vars, linear.coeffs, strict=True))
        return terms, linear.domain[0], linear.domain[len(linear.domain) - 1]
    if constraint.has_bool_or():
        literals, low, high = list(constraint.bool_or.literals), 1, 2**40
    elif constraint.has_at_most_one():
        literals, low, high = list(constraint.at_most_one.literals), 0, 1
    else:
        literals, low, high = list(constraint.exactly_one.literals), 1, 1
    negated = sum(literal < 0 for literal in literals)
    return [(each, 1 if each >= 0 else -1) for each in literals], low - negated, high - negated
