"""The real server that tests attack without a browser; one for all that leave the cast as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import Server
from tests.wire import FromElsewhere


@pytest.fixture(scope="session")
def attacked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = FromElsewhere(tmp_path_factory.mktemp("attacked"), sqlite_template)
    started.start()
    yield started
    started.stop()
