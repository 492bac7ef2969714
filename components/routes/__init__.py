"""Plain HTTP beside Streamlit."""

from starlette.middleware import Middleware
from starlette.routing import Route

from components.routes import connection, health, sessions
from components.routes.first_page import FirstPage
from components.routes.headers import SecurityHeaders
from components.routes.logs import quieten
from components.routes.media import OwnMedia
from components.routes.metrics import OwnMetrics
from components.routes.not_found import NotFoundPages
from components.routes.referral.routes import ROUTES as REFERRAL
from components.routes.static_files import CompressedStatic
from components.routes.survey.routes import ROUTES as SURVEY
from components.visit.address import at
from components.visit.streamlit_private import remember_theme, tell_cut_runs

__all__ = ["MIDDLEWARE", "ROUTES", "quieten", "remember_theme", "tell_cut_runs"]

#: Ours, below the address that Streamlit was told to live at; health at the root too.
ROUTES = [
    *(
        Route(at(route.path), route.endpoint, methods=route.methods)
        for route in (*sessions.ROUTES, *health.ROUTES, *connection.ROUTES, *SURVEY, *REFERRAL)
    ),
    *(health.ROUTES if at("/") != "/" else ()),
]
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(NotFoundPages),
    Middleware(CompressedStatic),
    Middleware(FirstPage),
    Middleware(OwnMedia),
    Middleware(OwnMetrics),
]
