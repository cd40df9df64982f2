"""What a project says about its checks, under ``[tool.scoring]`` in its ``pyproject.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIFF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Settings:
    """How strict checks are.

    Attributes:
        severity: code → ``error``, ``warning``, ``note`` or ``off``.
        cliff: the share of a leaf's points above which a jump is a finding.
    """

    severity: Mapping[str, str] = field(default_factory=dict)
    cliff: Fraction = CLIFF
