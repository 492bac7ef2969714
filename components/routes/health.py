"""Whether this process can answer: for load balancers and tests."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.store.engine import engine


async def health(_request: Request) -> Response:
    """200 when the database answers, else 503."""
    try:
        await run_in_threadpool(_ask)
    except sa.exc.SQLAlchemyError:
        return JSONResponse({"database": False}, status_code=503)
    return JSONResponse({"database": True})


def _ask() -> None:
    with engine().connect() as connection:
        connection.execute(sa.text("SELECT 1"))


ROUTES = [Route("/health", health)]
