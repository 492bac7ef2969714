"""Actions speak to both databases in the same statements, and are slow on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """There their rules are tried at length; ``tests/test_actions.py`` does each act once in every
    run, on both."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "postgresql" in item.name:
            item.add_marker(pytest.mark.long)
