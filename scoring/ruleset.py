"""`load`, and the `Ruleset` that scores."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.binding import Bound, bound
from scoring.binding_lists import read_lists
from scoring.build import definition
from scoring.case import Case
from scoring.case_checks import check_case, each_case
from scoring.columns.extra import study_of, tables_of
from scoring.diagnostic import CaseError, Diagnostic, Problems, RulesetError
from scoring.document import Table
from scoring.evaluator import Evaluator
from scoring.garbage import collected_later
from scoring.graph import TRUE
from scoring.ledger import layout
from scoring.lower import Lowering
from scoring.merge import with_method
from scoring.parameters import with_numbers
from scoring.portfolio import Portfolio, portfolio_of
from scoring.ranking import ranked
from scoring.reading import shown_value
from scoring.records import Counts, equal_counts, record_counts, record_names, relabelled
from scoring.result import Compiled, Result
from scoring.ruleset_files import merged, texts_of
from scoring.run import Member, complete
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike

    from scoring.columns.study import Study
    from scoring.graph import Unknown
    from scoring.parameters import Numbers, Parameter
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.ruleset_files import Tables, Texts


_NOT_READ: Tables = MappingProxyType({})
_SHAPES = 128
"""Programs that are kept for cases with other numbers of records, under all methods."""

LIBRARY = "0.1.0"
"""Version of this library; a test compares it with pyproject.toml, since asking for it costs 20 ms at every start."""


@collected_later()
def load(path: str | PathLike[str]) -> Ruleset:
    """Read a ruleset from a YAML file.

    Raises:
        RulesetError: the file, or one it extends, has problems; all of them are listed.
    """
    texts, tables = texts_of(Path(path))
    return Ruleset(texts, tables=tables)


@collected_later()
def load_for(path: str | PathLike[str], method: str | None) -> Ruleset:
    """Read a ruleset to score by one method; mistakes in its other methods show only when those are asked for.

    Raises:
        RulesetError: the file, or one it extends, has problems, or there is no such method.
    """
    texts, tables = texts_of(Path(path))
    return Ruleset(texts, tables=tables, all_methods=False, method=method)


class Ruleset:
    """A scoring policy. It cannot be changed; it is safe in threads, and it pickles as its texts.

    Attributes:
        id: of the ruleset.
        version: its version.
        title: its title by language.
        sha256: of the texts that were read, the extended and the used ones first.
        inherited: names of the files it uses or extends.
        methods: names of the methods it offers.
        diagnostics: warnings of the loader; errors are raised.
    """

    _numbers: Numbers = MappingProxyType({})

    @collected_later()
    def __init__(
        self, texts: Texts, *, tables: Tables = _NOT_READ, all_methods: bool = True, method: str | None = None
    ) -> None:
        """Read the texts of a ruleset: names and contents, the one that extends or uses the others last.

        Args:
            texts: name and content of each file.
            tables: what files hold that are read already, by their names.
            all_methods: whether every method is read at once.
            method: the one that is, else.

        Raises:
            RulesetError: something in them is wrong.
        """
        self._texts = texts
        digest = hashlib.sha256()
        for _, text in texts:
            digest.update(text.encode())
            digest.update(b"\0")
        self.sha256 = digest.hexdigest()
        self._table, self._problems = merged(texts, tables)
        self.inherited = frozenset(name for name, _ in texts[:-1])
        self._compiled: dict[tuple[str | None, Counts], Compiled] = {}
        program = self._for(None).program
        self.id, self.version = program.definition.id, program.definition.version
        self.title = program.definition.title
        methods = program.definition.keys.fields.get("methods")
        self.methods = tuple(methods.value.fields) if methods and isinstance(methods.value, Table) else ()
        for each in self.methods if all_methods else [method]:
            self._for(each)
        self.diagnostics = self._for(None).diagnostics
        self._made = True

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse, once it is made: a ruleset cannot be changed."""
        if "_made" in self.__dict__:
            raise AttributeError(f"a ruleset cannot be changed: {name}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        """Refuse: a ruleset cannot be changed."""
        raise AttributeError(f"a ruleset cannot be changed: {name}")

    def __reduce__(self) -> tuple[Callable[..., Ruleset], tuple[object, ...]]:
        """Pickle as the texts, and read them again."""
        return _again, (self._texts, dict(self._numbers))

    def __repr__(self) -> str:
        """Return id, version and the beginning of the hash."""
        return f"Ruleset({self.id!r}, version={self.version!r}, sha256={self.sha256[:12]}…)"

    def _repr_html_(self) -> str:
        """Return the indicator table as a notebook shows it."""
        from scoring.language import language_of  # noqa: PLC0415  # only notebooks ask for it
        from scoring.printed.html import fragment  # noqa: PLC0415  # likewise
        from scoring.printed.table import printed_table  # noqa: PLC0415  # likewise

        definition = self.program().definition
        return fragment(printed_table(definition, language_of(definition), sha256=self.sha256))

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Names and contents of the files it was read from, the one that extends or uses the others last."""
        return self._texts

    def program(self, method: str | None = None) -> Program:
        """Return what the ruleset computes under a method.

        Raises:
            RulesetError: there is no such method.
        """
        return self._for(method).program

    def program_of_two(self, method: str | None = None) -> Program:
        """Return the program of a method for two records of each list, so that what they make together shows.

        Raises:
            RulesetError: there is no such method.
        """
        return self._for(method, equal_counts(self.program(method), 2)).program

    def warnings(self, method: str | None = None) -> tuple[Diagnostic, ...]:
        """Return what the loader warns of, under a method."""
        return self._for(method).diagnostics

    def evaluator(self, method: str | None = None) -> Evaluator:
        """Return what computes the ruleset under a method.

        Raises:
            RulesetError: there is no such method.
        """
        return self._for(method).evaluator

    def score(
        self, case: Case | Mapping[str, object], *, allow_missing: bool = False, method: str | None = None
    ) -> Result:
        """Score one case.

        Args:
            case: a `Case`, or a mapping of figures by name.
            allow_missing: whether ``range`` and ``grades`` say what a case with missing figures can still get.
            method: name of a method of the ruleset.

        Raises:
            CaseError: a value is wrong; absence never raises, it shows in ``outcome`` and ``missing``.
        """
        compiled = self._for(method)
        if case.__class__ is not dict and not isinstance(case, Case | Mapping):
            raise CaseError([Diagnostic("case-mapping", NOWHERE, {"found": type(case).__name__})])
        if not isinstance(case, Case):
            evaluation = compiled.evaluator.run(case) if compiled.direct else None
            if evaluation is not None and not evaluation.check_failed:
                return Result(compiled, None, None, evaluation, allow_missing=allow_missing)
        (result,) = self._run([case], allow_missing=allow_missing, method=method, alone=True)
        return result

    def score_portfolio(self, cases: Iterable[Case | Mapping[str, object]], *, method: str | None = None) -> Portfolio:
        """Score several cases and weight them into one result, as ``portfolio`` says.

        Raises:
            CaseError: a value of any case is wrong; all of them are listed.
            RulesetError: the ruleset has no ``portfolio``.
        """
        program = self.program(method)
        if program.weight is None:
            raise RulesetError([Diagnostic("no-portfolio", program.definition.keys.at, {})])
        return portfolio_of(program, self.score_all(cases, method=method))

    def score_all(
        self, cases: Iterable[Case | Mapping[str, object]], *, allow_missing: bool = False, method: str | None = None
    ) -> list[Result]:
        """Score several cases; the problems of all of them are raised together.

        Raises:
            CaseError: a value of any case is wrong; all of them are listed.
        """
        cases = list(cases)
        if self._for(method).direct:
            return each_case(cases, lambda case: self.score(case, allow_missing=allow_missing, method=method))
        return self._run(cases, allow_missing=allow_missing, method=method, alone=False)

    def score_table(  # noqa: PLR0913  # a word for each choice
        self, frame: Any, *, method: str | None = None, nodes: bool = True, reasons: bool = False, threads: int = 1,  # noqa: ANN401  # any table
        fixed: bool = False, exact_parts: bool = False, fast: bool | None = None,
    ) -> Any:  # noqa: ANN401  # tables of any library  # fmt: skip
        """Score a table of pyarrow, Polars, pandas or DuckDB into one of its kind (see docs/python.md).

        Args:
            frame: the table.
            method: of the ruleset.
            nodes: whether the score of every node is told, not just totals.
            reasons: whether what every node lost, and why, is told too.
            threads: how many blocks are computed at a time.
            fixed: whether the types of the results depend on the ruleset and the types of the columns alone.
            exact_parts: whether scores that add several unrounded ratios are told too.
            fast: whether it is done by machine code (extra ``fast``); None: where it takes long and that is installed.

        Raises:
            ImportError: a library is not installed.
            CaseError: it is no table, or lacks columns; a row whose values are refused is told in ``refused``.
        """
        tables = tables_of(self, method, nodes=nodes, reasons=reasons, exact_parts=exact_parts, fast=fast)
        return tables.score(frame, threads, fixed=fixed)

    def explain_row(self, frame: Any, key: object, *, column: str | None = None, method: str | None = None) -> Result:  # noqa: ANN401  # any table
        """Return the result of one row of a table: by its number, or by what stands in its first or another column."""
        return tables_of(self, method).explain_row(frame, key, column)

    def parameters(self, *, method: str | None = None) -> tuple[Parameter, ...]:
        """Return the numbers written in the ruleset that a column of a table may replace (see docs/sensitivity.md)."""
        from scoring.lifting import parameters  # noqa: PLC0415  # few ask for them

        return parameters(self, method)

    def _with_numbers(self, numbers: Numbers) -> Ruleset:
        """Return the ruleset with other numbers in the places of written ones; its texts stay what they are."""
        made = object.__new__(Ruleset)
        own = {name: value for name, value in self.__dict__.items() if name != "_columns"}
        made.__dict__.update({**own, "_compiled": {}, "_numbers": numbers})
        return made

    def sensitivity(
        self, cases: Case | Mapping[str, object] | Iterable[Case | Mapping[str, object]], draws: Mapping[str, Any], *,
        method: str | None = None,
    ) -> Study:  # fmt: skip
        """Return what becomes of cases where numbers of the ruleset are drawn: name → drawn numbers, equally many."""
        return study_of(self, cases, draws, method)

    def ranked(self, results: Iterable[Result]) -> tuple[tuple[int | None, Result], ...]:
        """Return results with their ranks, best first, by ``order``; equal ones share a rank and the next is left out.

        A result without a score, or without what is compared first, comes last and has no rank.

        Raises:
            RulesetError: the ruleset has no ``order``.
        """
        if not self.program().order:
            raise RulesetError([Diagnostic("no-order", self.program().definition.keys.at, {})])
        return ranked(results)

    def _run(
        self, cases: Sequence[Case | Mapping[str, object]], *, allow_missing: bool, method: str | None, alone: bool
    ) -> list[Result]:
        """Score cases whose inputs come from lists or from all of them; ``alone``: they are no run."""
        bound = each_case(cases, lambda case: self._bound(case, method))
        complete([Member(each.compiled.program, each.bound) for each in bound], alone=alone)
        return each_case(bound, lambda each: _scored(each, allow_missing=allow_missing))

    def _bound(self, case: Case | Mapping[str, object], method: str | None) -> _Bound:
        """Return a case bound to the program for as many records as it has.

        Raises:
            CaseError: a value is wrong.
        """
        if not isinstance(case, Case):
            case = Case(figures=case)
        problems = Problems()
        if case.made_for is not None and case.made_for.ruleset != self.id:
            problems.error("template-other", case.made_for.at, made=case.made_for.ruleset, ruleset=self.id)
            problems.raise_as(CaseError)  # what else would be told follows from it
        program = self._for(method).program
        lists = read_lists(program, case, problems)
        if any(each.code == "list-long" for each in problems.diagnostics):
            problems.raise_as(CaseError)  # before nodes are made of so many records
        counts, names = record_counts(program, lists), record_names(program, lists)
        compiled = self._for(method, counts)
        found = bound(compiled.program, case, lists, problems)
        problems.raise_as(CaseError)
        return _Bound(relabelled(compiled, names) if names else compiled, case, found)

    def _score_again(self, case: Any, taken: Mapping[str, Read | Unknown], **options: Any) -> Result:  # noqa: ANN401
        """Score a case with what was taken over all cases of its run: so results are unpickled, and rows scored."""
        found = self._bound(case, options["method"])
        found.bound.inputs.update(taken)
        complete([Member(found.compiled.program, found.bound)], alone=True)
        return _scored(found, allow_missing=options["allow_missing"])

    def _for(self, method: str | None, counts: Counts = ()) -> Compiled:
        if method is not None and not isinstance(method, str):
            method = shown_value(method)  # no method is called so, and it may be no key of a dict
        key = method, counts
        found = self._compiled.get(key)
        if found is None:
            kept = self._compiled
            if len(kept) >= _SHAPES:  # the oldest for cases with records goes; what was made at loading stays
                kept = {each: value for each, value in kept.items() if not each[1]}
                kept.update(list(self._compiled.items())[-_SHAPES // 2 :])
            found = self._compile(method, counts)
            self.__dict__["_compiled"] = {**kept, key: found}  # another thread may replace it at once
        return found

    def _compile(self, method: str | None, counts: Counts) -> Compiled:
        problems = Problems()
        table = self._table
        if method is not None:
            table = with_method(table, method, problems)
        if self._numbers:
            table = with_numbers(table, self._numbers)
        program = Lowering(definition(table, problems, dict(counts)), problems).program()
        problems.raise_as(RulesetError)
        assert program is not None  # noqa: S101  # there is a program where there is no error
        plan = layout(program.root)
        checks = tuple(check.node for check in program.checks)
        evaluator = Evaluator(program.scores, plan, checks, program.domains)
        made_by = {
            "ruleset_id": program.definition.id, "version": program.definition.version, "sha256": self.sha256,
            "method": method, "library": LIBRARY,
        }  # fmt: skip
        always = program.root.applies is TRUE and program.admit is None
        return Compiled(
            program, plan, evaluator, made_by, always, program.definition.has_total,
            partial(_again, self._texts, dict(self._numbers)), (*self._problems.diagnostics, *problems.diagnostics),
        )  # fmt: skip


def _again(texts: Texts, numbers: Numbers) -> Ruleset:
    """Make a ruleset again, as pickles do."""
    made = Ruleset(texts)
    return made._with_numbers(numbers) if numbers else made  # noqa: SLF001  # its own


class _Bound(NamedTuple):
    """A case bound to its program."""

    compiled: Compiled
    case: Case
    bound: Bound


def _scored(found: _Bound, *, allow_missing: bool) -> Result:
    """Return the result of a bound case.

    Raises:
        CaseError: it says what it may not say.
    """
    compiled, case, inputs = found
    problems = Problems()
    evaluation = compiled.evaluator.evaluate(inputs.inputs)
    check_case(compiled.program, inputs, evaluation, problems)
    problems.raise_as(CaseError)
    return Result(compiled, case, inputs, evaluation, allow_missing=allow_missing)
