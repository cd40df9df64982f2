"""The page of every finding of ``scoring check``, by code, those on one subject beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.pages_rounding import ROUNDING
from scoring.checks.pages_scores import SCORES
from scoring.checks.pages_tables import TABLES
from scoring.checks.pages_unused import UNUSED
from scoring.checks.pages_written import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.checks.page import Page

PAGES: Mapping[str, Page] = {**TABLES, **SCORES, **WRITTEN, **ROUNDING, **UNUSED}
