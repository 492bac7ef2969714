"""Plain HTTP beside Streamlit."""

from starlette.middleware import Middleware

from components.routes import health, sessions
from components.routes.headers import SecurityHeaders
from components.routes.logs import quieten
from components.routes.static_files import CompressedStatic
from components.routes.unknown import UnknownPages
from components.routes.unused_font import NoUnusedFont

__all__ = ["MIDDLEWARE", "ROUTES", "quieten"]

ROUTES = [*sessions.ROUTES, *health.ROUTES]
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(UnknownPages),
    Middleware(CompressedStatic),
    Middleware(NoUnusedFont),
]
