"""What must not reach a log: values of a failing page, and what follows the "?" of an address."""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

from components.routes.referral.routes import PATH as REFERRAL
from components.routes.survey.routes import PATH as SURVEY
from components.visit.streamlit_private import NOISY, REPORTERS

#: Wherever it stands: somebody may leave the base path out, or type a slash twice.
CODED = re.compile(rf"(?:{SURVEY}|{REFERRAL})/", re.IGNORECASE)


class WithoutValues(logging.Filter):
    """Drops Streamlit's report of a failed page or file: a traceback repeats what people typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.exc_info is None


class WithoutQuery(logging.Filter):
    """Cuts one-time tickets and search words from uvicorn's access lines.

    Who answered with a code, in the trust survey or about a referral, and at what moment, leaves no
    line at all.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            texts = [unquote(each) for each in record.args if isinstance(each, str)]
            if any(CODED.search(each) for each in texts):
                return False
            record.args = tuple(
                each.split("?", 1)[0] if isinstance(each, str) and each.startswith("/") else each
                for each in record.args
            )
        return True


def quieten() -> None:
    """Put the filters in place; the loggers exist once the server has started."""
    for name in REPORTERS:
        logging.getLogger(name).addFilter(WithoutValues())
    logging.getLogger(NOISY).setLevel(logging.ERROR)
    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
