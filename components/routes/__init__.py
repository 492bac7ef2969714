"""Plain HTTP beside Streamlit."""

from starlette.middleware import Middleware

from components.routes import health, sessions
from components.routes.headers import SecurityHeaders
from components.routes.static_files import CompressedStatic

ROUTES = [*sessions.ROUTES, *health.ROUTES]
MIDDLEWARE = [Middleware(SecurityHeaders), Middleware(CompressedStatic)]
