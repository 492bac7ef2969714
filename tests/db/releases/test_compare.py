"""What each way of merging would show of the demo's smallest whole year."""

from __future__ import annotations

from sqlmodel import Session

from db.inputs.release_groups import LEVELS, NONE
from db.inputs.releases import Year
from db.privacy import Rules
from db.releases.compare import Level, levels


def test_wider_groups_show_more(demo: Session) -> None:
    found = {(each.breakdown, each.level): each for each in levels(demo, Year(2023), Rules())}
    assert list(found) == [(name, way) for name, ways in LEVELS.items() for way in ways[:-1]]
    assert all(ways[-1] == NONE for ways in LEVELS.values())
    three, two = found["age", "THREE"], found["age", "TWO"]
    assert three.people == two.people > 200 and (three.cells, two.cells) == (9, 6)
    assert (
        three.share_of_cells < two.share_of_cells and three.share_of_people <= two.share_of_people
    )
    assert found["sex", "TWO"].share_of_cells == 1


def test_much_is_more_than_a_third_of_cells_or_of_people() -> None:
    assert not Level("age", "TWO", 6, 4, 90, 60).hides_much
    assert Level("age", "TWO", 6, 3, 90, 90).hides_much
    assert Level("age", "TWO", 6, 6, 90, 59).hides_much
    assert not Level("age", "TWO", 0, 0, 0, 0).hides_much
