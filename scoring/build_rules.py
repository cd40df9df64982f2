"""Rules of a document → `Rule`: their kind told by their keys, their keys checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.document import Field, Item, Listing, Scalar, Table
from scoring.model import Rule
from scoring.rules import COMMON, RuleKind, kind_of, leads
from scoring.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Iterable


class RuleBuild(Typed):
    """Reads rules."""

    def rules(self, table: Table, clause: str) -> Iterable[Rule | None]:
        """Yield the rules of a node, None for each that cannot be read."""
        if "rules" not in table.fields:
            return
        item = table.fields["rules"].value
        for each in item.items if isinstance(item, Listing) else (item,):
            yield self.rule(each, clause)

    def rule(self, item: Item, clause: str) -> Rule | None:
        """Return one rule, None where its kind is not known."""
        if isinstance(item, Scalar) and item.text == "judge":
            item = Table({"judge": Field(item, Scalar("", None, item.at))}, item.at)
        if not isinstance(item, Table):
            self.problems.error("rule-shape", item.at, kinds=", ".join(sorted(leads())))
            return None
        kind = kind_of(item)
        if kind is None:
            self.unknown_rule(item)
            return None
        self.check_keys(item, {**kind.keys, **COMMON}, "rule")
        lead, *others = (lead for lead in kind.leads if lead in item.fields)
        self.exclusive(item, others, lead)
        self.text(item, "code")
        for key in kind.needs:
            if key not in item.fields:
                if not self.misread(item):
                    self.lacking(kind, item, key)
                return None
        return Rule(kind, item, self.text(item, "source") or clause, item.at)

    def unknown_rule(self, item: Table) -> None:
        """Record a rule without a key that shows its kind, at the key that may have been meant for one."""
        near = {key: self.problems.near(key, sorted(leads())) for key in item.fields}
        wrong = next((key for key in item.fields if near[key]), next(iter(item.fields), ""))
        at = item.fields[wrong].key.at if wrong else item.at
        self.problems.error("unknown-rule", at, kinds=", ".join(sorted(leads())), key=wrong, near=near.get(wrong))

    def lacking(self, kind: RuleKind, item: Table, key: str) -> None:
        """Record that a rule lacks a key."""
        lead = next(lead for lead in kind.leads if lead in item.fields)
        per = item.fields["per"].value if "per" in item.fields else None
        if isinstance(per, Scalar) and key == "of" and self.problems.near(per.text, ("finding",)):
            self.problems.error("unknown-option", per.at, key="per", found=per.text, options="finding", near="finding")
        elif "|" in (form := {**kind.keys, **COMMON}[key].form):
            options = form.replace("|", ", ")
            self.problems.error("option-needed", item.fields[lead].key.at, key=key, options=options)
        else:
            self.problems.error("rule-needs", item.fields[lead].key.at, key=key, lead=lead)
