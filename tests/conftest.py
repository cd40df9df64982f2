"""What all tests share: the option that writes expected texts anew."""

from __future__ import annotations

import pytest

collect_ignore = ["failures"]
"""Tests that are to fail: what is told of them is compared with what is written there."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--update-golden", action="store_true", help="write the expected texts anew; then read the diff")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether expected texts are written anew."""
    return bool(request.config.getoption("--update-golden"))
