"""A program as a table that a script computes: its graph as rows, its tree, its ledger, and what a case may give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.dates import DATE
from scoring.graph import TRUE, Op, number_of, walk
from scoring.ledger import layout
from scoring.lower_figures import domain_of
from scoring.portfolio import portfolio_rules
from scoring.script.rows import Rows, domain_row, number_text, rows_of
from scoring.script.wording import account, wording

if TYPE_CHECKING:
    from scoring.model import Figure
    from scoring.program import Plan, Program, Reduction

Table = dict[str, object]


def table_of(program: Program) -> Table:
    """Return a program as JSON holds it, without labels; equal programs give equal tables."""
    return _Table(program).made()


def given_figures(program: Program) -> list[Figure]:
    """Return the figures that a case gives itself, in the order of the ruleset; lists and their records' not."""
    found = [figure for figure, _ in program.figures.values()]
    return [
        each
        for each in found
        if each.form is None and each.role == "input" and "[" not in each.name and each.name in program.domains
    ]


class _Table:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.rows = Rows()
        self.plans = list(program.root.walk())
        self.numbers = {id(plan): number for number, plan in enumerate(self.plans)}

    def made(self) -> Table:
        program, place = self.program, self.rows.place
        admit = None if program.admit is None else program.admit.condition
        made = layout(program.root)
        return {
            "plans": [self.plan(each) for each in self.plans],
            "ledger": [
                [
                    self.numbers[id(line.plan)],
                    None if line.entry is None else line.entry.code,
                    None if line.entry is None else place(line.entry.amount),
                    place(node),
                    None if line.entry is None else wording(program, line.plan, line.entry, self.rows),
                ]
                for line, node in zip(made.lines, made.nodes[:-1], strict=True)
            ],
            "balance": place(made.nodes[-1]),
            "always": program.root.applies is TRUE and admit is None,
            "numbered": program.definition.has_total,
            "deciding": self.rows.places(program.deciding),
            "branches": [self.rows.places(each.args) for each in walk(program.deciding) if each.op in {Op.IF, Op.PICK}],
            "grade": None if program.grade is None else place(program.grade),
            "overrides": self.rows.places(each.condition for each in program.grade_rules),
            "figures": [
                [name, place(node), figure.unit == DATE or figure.type == "date"]
                for name, (figure, node) in program.figures.items()
            ],
            "outputs": [[each.name, place(each.node), each.unit, self._plan_of(each.path)] for each in program.outputs],
            "checks": self.checks(),
            "admit": None if admit is None else place(admit),
            "admitting": rows_of(admit),
            "portfolio": self.portfolio(),
            **self.inputs(),
            "rows": self.rows.rows,  # last: all that stands above has its rows by now
        }

    def _plan_of(self, path: str) -> int | None:
        return self.numbers[id(self.program.plans[path])] if path else None

    def plan(self, plan: Plan) -> Table:
        place = self.rows.place
        return {
            "path": plan.path,
            "points": place(plan.points),
            "score": place(plan.score),
            "applies": place(plan.applies),
            "present": place(plan.present),
            "places": plan.places,
            "children": [self.numbers[id(each)] for each in plan.children],
            "factors": self.rows.places(plan.factors),
            "variants": [[place(when), self.numbers[id(each)]] for when, each in plan.variants],
            "by_formula": plan.by_formula,
            "opens_at_zero": plan.opens_at_zero,
            "open": plan.open,
            "account": account(plan, self.rows),
        }

    def portfolio(self) -> Table | None:
        program = self.program
        if program.weight is None:
            return None
        rules = portfolio_rules(program)
        return {
            "weight": self.rows.place(program.weight),
            "rules": rules._asdict(),
            "grades_exact": program.grades_exact,
            "grade": rows_of(program.portfolio_grade) if rules.graded else None,
            "groups": [each.path for each in program.root.children if not each.beside],
        }

    def checks(self) -> list[Table]:
        return [
            {
                "node": self.rows.place(each.node),
                "code": each.code,
                "path": each.path,
                "called": self.program.plans[each.path].code or each.path,
                "facts": [[name, self.rows.place(fact.node)] for name, fact in each.facts.items()],
            }
            for each in self.program.checks
        ]

    def inputs(self) -> Table:
        program = self.program
        return {
            "domains": [domain_row(each) for each in program.domains.values()],
            "given": [each.name for each in given_figures(program)],
            "derived": [name for name, (figure, _) in program.figures.items() if figure.form is not None],
            "nodes": [self.node(path, plan) for path, plan in program.plans.items()],
            "lists": [_field(each) for each in program.lists.values() if each.role == "list" and "[" not in each.name],
            "records": [
                [each.records.figure, each.records.count]
                for each in program.definition.root.walk()
                if each.records is not None
            ],
            "counted": [
                {"name": each.name, "path": each.path, "condition": rows_of(each.condition)} for each in program.counted
            ],
            "reductions": [_reduction(each) for each in program.reductions],
            "cohorts": [
                {
                    "name": each.name,
                    "take": each.take,
                    "of": rows_of(each.of),
                    "where": rows_of(each.where),
                    "best": each.best,
                    "ties": each.ties,
                }
                for each in program.cohorts
            ],
        }

    def node(self, path: str, plan: Plan) -> Table:
        printed, taken = number_of(plan.printed), self.program.taken.get(path)
        return {
            "path": path,
            "taken": None if taken is None else self.rows.place(taken),
            "judged": path in self.program.judged,
            "declarable": path in self.program.declarable,
            "open": plan.open,
            "printed": None if printed is None else number_text(printed),
        }


def _field(figure: Figure) -> Table:
    """Return a list, or what an entry of one holds."""
    plain = figure.role != "list" and figure.form is None
    return {
        "name": figure.id if "[]" in figure.name else figure.name,
        "list": figure.role == "list",
        "derived": figure.form is not None,
        "records": figure.records,
        "domain": domain_row(domain_of(figure)) if plain else None,
        "fields": [{**_field(each), "name": name} for name, each in figure.items.items()],
    }


def _reduction(reduction: Reduction) -> Table:
    return {
        "name": reduction.name,
        "source": reduction.source,
        "element": rows_of(reduction.element),
        "how": reduction.how,
        "trims": list(reduction.trims),
        "inner": [_reduction(each) for each in reduction.inner],
        "after": sorted(reduction.after),
    }
