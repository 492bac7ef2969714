"""The table of pages: where each lives, its address, its sign and who may open it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from components.visit.streamlit_private import StreamlitPage, let_go_of_address
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import getting_ready
from db.queries.getting_ready import Aim
from db.records import KINDS, RecordKind
from db.store.engine import reading


class Section(StrEnum):
    """A part of the menu, in its order; the first has no heading."""

    WORK = "work"
    RESULTS = "results"
    PROGRAMME = "programme"
    OWN = "own"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One page: ``name`` is its address and the stem of its text keys (``page.<name>``)."""

    name: str
    path: str
    icon: str
    permission: Permission
    section: Section = Section.WORK
    is_form: bool = False
    is_live: bool = False
    #: To a page that is not in the menu something on another page leads.
    in_menu: bool = True
    #: Whether it shares the filters of the live pages, without being one.
    has_filters: bool = False

    @property
    def text(self) -> str:
        return f"page.{self.name.replace('-', '_')}"


#: The signs of the pages that record something, by the names of ``db.records``.
FORM_ICONS = {
    "intervention": "add_circle",
    "training": "school",
    "placement": "work",
    "referral": "send",
    "trust": "handshake",
}
OTHER_FORM = "edit_note"


def _form(kind: RecordKind) -> Screen:
    """The page that records a kind: whoever may record one may open it."""
    return Screen(
        name=f"record-{kind.name}",
        path=f"work/record_{kind.name}.py",
        icon=FORM_ICONS.get(kind.name, OTHER_FORM),
        permission=kind.permission,
        is_form=True,
    )


def _results(
    name: str,
    icon: str,
    *,
    permission: Permission = Permission.RESULTS_READ,
    is_live: bool = True,
) -> Screen:
    """A page of results."""
    return Screen(
        name=name,
        path=f"results/{name.replace('-', '_')}.py",
        icon=icon,
        permission=permission,
        section=Section.RESULTS,
        is_live=is_live,
    )


P = Permission
SCREENS: tuple[Screen, ...] = (
    Screen(name="my-day", path="work/my_day.py", icon="today", permission=P.DAY_READ),
    Screen(name="people", path="work/people.py", icon="groups", permission=P.PEOPLE_READ),
    *(_form(kind) for kind in KINDS),
    Screen(name="courses", path="work/courses.py", icon="co_present", permission=P.COURSES_WRITE),
    Screen(name="non-users", path="work/non_users.py", icon="person_off", permission=P.TRUST_WRITE),
    Screen(name="my-month", path="work/my_month.py", icon="description", permission=P.DAY_READ),
    Screen(
        name="agency-days",
        path="work/agency_days.py",
        icon="pending_actions",
        permission=P.DAYS_READ,
    ),
    Screen(name="entries", path="work/entries.py", icon="list_alt", permission=P.ENTRIES_READ),
    _results("overview", "monitoring"),
    _results("indicators", "flag"),
    _results("agencies", "storefront"),
    _results("placements", "badge"),
    _results("training", "menu_book"),
    _results("referrals", "share"),
    _results("trust", "volunteer_activism"),
    _results("before-after", "compare_arrows"),
    _results("data-quality", "rule", is_live=False),
    _results("reports", "summarize", permission=P.REPORTS_WRITE, is_live=False),
    Screen(
        name="rows",
        path="results/rows.py",
        icon="table_rows",
        permission=P.RESULTS_READ,
        section=Section.RESULTS,
        in_menu=False,
        has_filters=True,
    ),
    Screen(
        name="releases",
        path="manage/releases.py",
        icon="inventory_2",
        permission=P.RELEASE_FREEZE,
        section=Section.RESULTS,
    ),
    Screen(
        name="released",
        path="partner/released.py",
        icon="verified",
        permission=P.RELEASE_READ,
        section=Section.RESULTS,
    ),
    Screen(
        name="getting-ready",
        path="manage/getting_ready.py",
        icon="checklist",
        permission=P.READINESS_READ,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="places",
        path="manage/places.py",
        icon="apartment",
        permission=P.PLACES_READ,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="postings",
        path="manage/postings.py",
        icon="person_pin_circle",
        permission=P.POSTINGS_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="trust-waves",
        path="manage/trust_waves.py",
        icon="waves",
        permission=P.WAVES_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="register-counts",
        path="manage/register_counts.py",
        icon="table_edit",
        permission=P.REGISTER_COUNTS_WRITE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="targets",
        path="manage/targets.py",
        icon="edit_road",
        permission=P.INDICATORS_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="accounts",
        path="manage/accounts.py",
        icon="group",
        permission=P.ACCOUNT_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="access-review",
        path="manage/access_review.py",
        icon="fact_check",
        permission=P.ACCOUNT_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="programme",
        path="manage/programme.py",
        icon="tune",
        permission=P.PROGRAMME_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="lists",
        path="manage/lists.py",
        icon="format_list_bulleted",
        permission=P.LISTS_MANAGE,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="audit-log",
        path="manage/audit_log.py",
        icon="history",
        permission=P.AUDIT_READ,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="backups",
        path="manage/backups.py",
        icon="backup",
        permission=P.BACKUPS_READ,
        section=Section.PROGRAMME,
    ),
    Screen(
        name="account",
        path="account/account.py",
        icon="account_circle",
        permission=P.OWN_ACCOUNT,
        section=Section.OWN,
    ),
)
_PAGES, _HOME = "pages", "home"
BY_NAME = {screen.name: screen for screen in SCREENS}
HOME = {
    Role.AGENT: "my-day",
    Role.MANAGER: "overview",
    Role.PARTNER: "released",
    Role.ADMINISTRATOR: "accounts",
}
#: The most digits of a row's id (an integer), and of a person's (a big integer).
ROW_DIGITS, PERSON_DIGITS = 9, 18
#: The main places of a role, for the bar at the foot of a phone's screen.
BAR = {
    Role.AGENT: ("my-day", "record-intervention", "people", "entries", "overview"),
    Role.MANAGER: ("overview", "indicators", "agencies", "trust", "data-quality"),
    Role.PARTNER: ("released", "account"),
    Role.ADMINISTRATOR: ("accounts", "getting-ready", "account"),
}


def in_menu(role: Role) -> tuple[Screen, ...]:
    """The menu of a role; what is one's own stands apart from it, at its foot."""
    return tuple(
        screen for screen in open_to(role) if screen.in_menu and screen.section is not Section.OWN
    )


def open_to(role: Role) -> tuple[Screen, ...]:
    """The screens a role may open, in the order of the menu."""
    return tuple(screen for screen in SCREENS if may(role, screen.permission))


def register(pages: Mapping[str, StreamlitPage]) -> None:
    """Keep the pages of this run by name, for links and switches."""
    st.session_state[_PAGES] = pages


def page(name: str) -> StreamlitPage:
    """The page registered on this run under ``name``."""
    pages: Mapping[str, StreamlitPage] = st.session_state[_PAGES]
    return pages[name]


def choose_home(viewer: Viewer) -> None:
    """Where the default page leads whoever is here: an administrator to what is missing, as long
    as that keeps agents from recording."""
    st.session_state[_HOME] = HOME[viewer.role]
    if viewer.role is Role.ADMINISTRATOR:
        with reading() as session:
            steps = getting_ready.steps(session, viewer=viewer)
        if getting_ready.missing(steps, Aim.RECORD):
            st.session_state[_HOME] = "getting-ready"


def home() -> None:
    """The default page: it has no content of its own and leads to the role's home."""
    go(st.session_state[_HOME])


def go(name: str, **query: str) -> None:
    """Leave for another page; a page with a form flushes its draft before it calls this."""
    let_go_of_address()
    st.switch_page(page(name), query_params=query or None)


def link_id(text: str, digits: int = ROW_DIGITS) -> int | None:
    """The id that a link's parameter holds, if it is one that a row could have."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if is_one else None
