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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests on Spark first: pytest-xdist deals out the first tests in long runs, so one process has them all.

    Each process that has some starts a Spark of its own, which takes ten seconds and a gigabyte.
    """
    items.sort(key=lambda item: "spark" not in getattr(item, "fixturenames", ()))
