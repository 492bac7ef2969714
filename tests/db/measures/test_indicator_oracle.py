"""The indicators of ``story.py``, each worked out on paper from ``docs/domain.md``.

The day is 1 July 2022. H1 is 1 January to 30 June 2022, Y the year 2021, and Q3 the quarter that
began today. R, C and T are the agencies. A share is written as (part, of how many).
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import viewer_of
from db.inputs.indicators import Breakdown, IndicatorFilter
from db.inputs.results import ResultFilter
from db.measures.indicator import ALL, HIDDEN, NO_WAVE, NOT_CUT, NOTHING, indicator
from tests.cast import CAST
from tests.db.measures.story import TODAY, Story

#: A count, a share, or why there is none.
Worth = int | tuple[int, int] | str
H1, Y, Q3 = (
    ResultFilter(date(2022, 1, 1), date(2022, 6, 30)),
    ResultFilter(date(2021, 1, 1), date(2021, 12, 31)),
    ResultFilter(date(2022, 7, 1), date(2022, 9, 30)),
)
Q1, Q3_2021 = (
    ResultFilter(date(2022, 1, 1), date(2022, 3, 31)),
    ResultFilter(date(2021, 7, 1), date(2021, 9, 30)),
)


class Paper:
    """Compares what was worked out with what the program says, one value after another."""

    def __init__(self, session: Session) -> None:
        self.session, self.viewer = session, viewer_of(session, CAST.manager)

    def __call__(
        self, code: str, within: ResultFilter, whole: Worth, by: str = "", **parts: Worth
    ) -> None:
        """``parts`` that are not named are 0, or have nothing to be a share of."""
        asked = IndicatorFilter(code, within, Breakdown(by) if by else None)
        told = indicator(self.session, asked, viewer=self.viewer)
        names = {"R": "1", "C": "2", "T": "3"}
        wanted = {names.get(name, name.lstrip("_").replace("_", "-")): worth
                  for name, worth in parts.items()}  # fmt: skip
        found: dict[str, Worth] = {}
        for part, each in told.items():
            if each.missing:
                found[part] = each.missing
            elif each.numerator is not None and each.denominator is not None:
                found[part] = each.numerator, each.denominator
            else:
                found[part] = each.n
        left = {part: worth for part, worth in found.items() if worth not in (0, NOTHING)}
        assert left == {ALL: whole, **wanted} or (whole in (0, NOTHING) and not left), (code, by)


@pytest.fixture
def paper(story: Story) -> Paper:
    return Paper(story.session)


def test_it_is_the_first_of_july_where_the_programme_runs(story: Story) -> None:
    assert today(story.session) == TODAY


def test_persons_registered(paper: Paper) -> None:
    """IR2.1: distinct persons with a REGISTRATION in the period, at the agency of the event.

    H1: binta (31 January, R), carlos (10 February, by then at C), emil (3 June, C), fatou (R on
    2 April; C on 28 March by her other card, which is the same person: one in the whole, one in
    each agency), gil (10 February, R: only his first meeting was struck out), jana (21 March, R).
    Not awa, who was registered on the last day of 2021; not dora, who was on 1 July; not hana,
    whose only row is void. 6 persons; R has binta, fatou, gil, jana, and C carlos, emil, fatou.
    """
    paper("IR2.1", H1, 6, "agency", R=4, C=3)
    paper("IR2.1", H1, 6, "sex", F=3, M=2, X=1)
    # Ages of 2022: jana 20, carlos 24; binta 27, fatou 34; gil 37; emil 65.
    paper("IR2.1", H1, 6, "age", _18_24=2, _25_34=2, _35_44=1, **{"65+": 1})
    paper("IR2.1", Y, 1, "agency", R=1)
    paper("IR2.1", Q3, 1, "agency", C=1)


def test_registered_within_thirty_days(paper: Paper) -> None:
    """IR2.2: of the persons first met in the period and by 1 June (30 days ago), those with a
    REGISTRATION at most 30 days later; at the agency of the first contact.

    First contacts in H1: binta 1 January (R, registered on day 30: yes), carlos 10 January (R, day
    31: no), lamine 15 January (C, never: no), gil 10 February (R, the meeting of the 3rd is void;
    registered at once: yes), fatou 1 March (C, by the other card; day 27: yes), ibra and jana
    1 March (R, named of the session; never: no, day 20: yes), dora 1 June (C, 30 days ago; today is
    day 30: yes). Asked too early: emil (2 June) and kofi (30 June). Of 2021: awa and mina.
    """
    paper("IR2.2", H1, (5, 8), "agency", R=(3, 5), C=(2, 3))
    paper("IR2.2", H1, (5, 8), "sex", F=(4, 4), M=(1, 4))
    # dora 17; ibra 22, jana 20, carlos 24; binta 27, fatou 34; gil 37; lamine 52.
    paper(
        "IR2.2", H1, (5, 8), "age",
        _15_17=(1, 1), _18_24=(1, 3), _25_34=(2, 2), _35_44=(1, 1), _45_54=(0, 1),
    )  # fmt: skip
    # awa was registered when she was met; mina (1 December) never.
    paper("IR2.2", Y, (1, 2), "agency", R=(1, 1), C=(0, 1))


def test_positioning_and_self_employment(paper: Paper) -> None:
    """IR2.3, IR2.4: distinct persons with such an intervention.

    Positioning in H1: awa (1 January), carlos (at R, and at C after he went there), ibra. Support
    for self-employment: carlos twice at C, kofi at R on the last day.
    """
    paper("IR2.3", H1, 3, "agency", R=3, C=1)
    paper("IR2.3", H1, 3, "sex", F=1, M=2)
    paper("IR2.3", Y, 0)
    paper("IR2.4", H1, 2, "agency", R=1, C=1)
    paper("IR2.4", Q1, 1, "agency", C=1)


def test_coordination_meetings(paper: Paper) -> None:
    """IR3.2: one at R, one at C; another of C is void. Nobody's sex cuts them."""
    paper("IR3.2", H1, 2, "agency", R=1, C=1)
    women = ResultFilter(H1.start, H1.end, sexes=frozenset("F"))
    paper("IR3.2", women, NOT_CUT)


def test_referrals(paper: Paper) -> None:
    """IR1.1: distinct persons referred to training: awa (twice), lamine, carlos. kofi's is void.

    IR3.1: of those sent before 1 June (more than 30 days ago) the ones answered within 30 days:
    awa's of January after 26 days (yes), hers of April (no reply is no answer), binta's after 31
    days (no), binta's to T (nothing yet), carlos's after 30 days (yes), lamine's, who went there
    alone and said so after 4 days (yes). Not dora's, sent exactly 30 days ago.
    """
    paper("IR1.1", H1, 3, "agency", R=1, C=2)
    paper("IR1.1", H1, 3, "sex", F=1, M=2)
    paper("IR3.1", H1, (3, 6), "agency", R=(1, 4), C=(2, 2))
    paper("IR3.1", H1, (3, 6), "sex", F=(1, 4), M=(2, 2))
    paper("IR3.1", H1, (3, 6), "age", _18_24=(1, 1), _25_34=(1, 4), _45_54=(1, 1))


def test_courses(paper: Paper) -> None:
    """IR1.2: distinct persons with a place in a course that begins in the period: awa (two courses,
    one person), dora, emil, jana, carlos, fatou (both cards in one course: the place of the other
    card stays, which is C's). An application (binta), a rejection (lamine) and a void one are none.

    IR1.3: of these enrolments, those whose planned end is before 1 July: awa's of April (completed)
    and of yesterday (not), dora's (left), jana's (certified), fatou's (completed). Not carlos's,
    planned until today, though completed; not emil's, without a planned end.
    """
    paper("IR1.2", H1, 6, "agency", R=2, C=4)
    paper("IR1.2", H1, 6, "sex", F=4, M=1, X=1)
    paper("IR1.3", H1, (3, 5), "agency", R=(2, 3), C=(1, 2))
    paper("IR1.3", H1, (3, 5), "sex", F=(3, 5))
    paper("IR1.3", H1, (3, 5), "age", _15_17=(0, 1), _18_24=(1, 1), _25_34=(2, 3))


def test_what_is_planned_is_not_counted(paper: Paper) -> None:
    """IR1.2 of the quarter that runs: kofi has a place in a course that begins in two weeks. The
    figure is of the days up to today, and he has begun nothing."""
    paper("IR1.2", Q3, 0)


def test_people_placed(paper: Paper) -> None:
    """SO.1 to SO.3: distinct persons by their first days worked, groups apart.

    H1, wage work: fatou (15 February, by her other card, C), jana (two jobs, the later one in place
    of the earlier, R). 2021: awa, binta, carlos (R, where he was then), ibra, kofi (his first day
    was put back to 31 December), lamine and mina (C). gil's is void.
    Internships: fatou at R on 1 February; in 2021 her other card's at C. An insertion contract is
    one, and never wage work. Self-employment: emil's cooperative and own business, one person.
    """
    paper("SO.1", H1, 2, "agency", R=1, C=1)
    paper("SO.1", Y, 7, "agency", R=5, C=2)
    paper("SO.1", Y, 7, "sex", F=3, M=4)
    # Ages of 2021: ibra 21, carlos 23; awa 31, binta 26; kofi 42; lamine 51, mina 53.
    paper("SO.1", Y, 7, "age", _18_24=2, _25_34=2, _35_44=1, _45_54=2)
    paper("SO.2", H1, 1, "agency", R=1)
    paper("SO.2", Y, 1, "agency", C=1)
    paper("SO.3", H1, 0)
    paper("SO.3", Y, 1, "age", _55_64=1)


def test_working_after_six_months(paper: Paper) -> None:
    """SO.4: checks at 6 months due in the period, internships apart; of those done, and those
    overdue by more than 30 days (due before 1 June), the ones who work.

    H1: binta (first day 31 August, due 28 February; another job: yes), carlos (due 15 May, never
    asked: no), dora (apprentice, due 1 April; not working: no), emil's own business (due 30 May:
    no) and lamine (due 1 May, refused: no). Not yet in it: emil's cooperative (due 1 June, 30 days
    ago) and kofi (due 30 June, since his first day was put back). In no figure: fatou's internship,
    gil (void, though answered), ibra (left the country by the check of March), mina (died).
    Q3 of 2021: awa's of 10 September, which nobody did before the one of 12 months.
    """
    paper("SO.4", H1, (1, 5), "agency", R=(1, 2), C=(0, 3))
    paper("SO.4", H1, (1, 5), "sex", F=(1, 2), M=(0, 2), X=(0, 1))
    paper(
        "SO.4", H1, (1, 5), "age",
        _15_17=(0, 1), _18_24=(0, 1), _25_34=(1, 1), _45_54=(0, 1), **{"65+": (0, 1)},
    )  # fmt: skip
    paper("SO.4", Q3_2021, (0, 1), "agency", R=(0, 1))
    # kofi's was due yesterday, and no other is due: nothing to be a share of.
    paper("SO.4", Q3, NOTHING)


def test_written_and_declared(paper: Paper) -> None:
    """SO.5: of the wage jobs begun in the period (events), those with a written contract and CNSS.

    H1: fatou's season (declared: yes), jana's first (not known: no) and second (yes). 2021: awa,
    binta, kofi, mina yes; carlos without a written contract, ibra and lamine not declared.
    """
    paper("SO.5", H1, (2, 3), "agency", R=(1, 2), C=(1, 1))
    paper("SO.5", Y, (4, 7), "agency", R=(3, 5), C=(1, 2))


def test_trust(paper: Paper) -> None:
    """TR.1 to TR.3: of the last wave that ended in the period; under 10 valid answers nothing.

    Q1: wave 21. R: of 14 questionnaires 12 have a valid T1, 7 of them 6 or more. Left out: 3 asked
    by the agency's own agent, 4 by an open link, 2 of before the first service, one of somebody who
    never came, 2 void. C has 9 valid ones: hidden, and in no sum. T was not asked. D_FAI: 10 valid
    at R, of which 4 agree, and 11 of 11 at C. S_SAT at R: 9 valid, hidden; the whole is C's.
    H1: wave 22 ended on 30 June, which is over by the programme's clock: 8 of 10, all of R. What C
    says last is still of wave 21, since it was not asked in wave 22.
    """
    paper("TR.1", Q1, (7, 12), "agency", R=(7, 12), C=HIDDEN, T=NO_WAVE)
    paper("TR.2", Q1, (15, 21), "agency", R=(4, 10), C=(11, 11), T=NO_WAVE)
    paper("TR.3", Q1, (11, 11), "agency", R=HIDDEN, C=(11, 11), T=NO_WAVE)
    paper("TR.1", H1, (8, 10), "sex", F=HIDDEN, M=HIDDEN, X=HIDDEN)
    paper("TR.2", H1, HIDDEN, "agency", R=HIDDEN, C=(11, 11), T=NO_WAVE)
    paper("TR.1", Y, NO_WAVE)
