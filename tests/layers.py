"""Which folder imports which: the graph behind the test of layers, printed by ``python -m``.

A node is a folder directly under ``components/`` or ``db/``, or a loose file there; an arrow says
that some file of the one imports something of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.source import ROOT, files, imports

FLOORS = ("components", "db")
Graph = Mapping[str, frozenset[str]]


def loose(floor: str) -> list[str]:
    """Python files that lie in no folder of the floor."""
    return sorted(path.name for path in (ROOT / floor).glob("*.py"))


def folders(floor: str) -> list[str]:
    """Folders of the floor that hold code; migrations are generated."""
    return sorted(
        path.name
        for path in (ROOT / floor).iterdir()
        if path.name != "migrations" and any(path.glob("*.py"))
    )


def node_of(floor: str, path: Path) -> str:
    """The folder that a file lies in, or the file's own name."""
    return path.relative_to(ROOT / floor).parts[0].removesuffix(".py")


def arrows(floor: str) -> Graph:
    """For each node of a floor, the other nodes that it imports."""
    found: dict[str, set[str]] = {
        node_of(floor, path): set() for path in files(floor) if path.name != "__init__.py"
    }
    for path in files(floor):
        here = node_of(floor, path)
        for module in imports(path):
            parts = module.split(".")
            if parts[0] == floor and len(parts) > 1 and parts[1] in found and here in found:
                found[here] |= {parts[1]} - {here}
    return {node: frozenset(to) for node, to in found.items()}


def circle(graph: Graph) -> list[str]:
    """Some nodes that import each other in a ring, or an empty list."""
    done: set[str] = set()

    def walk(node: str, way: list[str]) -> list[str]:
        if node in way:
            return way[way.index(node) :]
        if node in done:
            return []
        for to in sorted(graph[node]):
            if ring := walk(to, [*way, node]):
                return ring
        done.add(node)
        return []

    return next((ring for node in sorted(graph) if (ring := walk(node, []))), [])


def main() -> None:
    """Print the shape of both floors."""
    for floor in FLOORS:
        graph = arrows(floor)
        count = sum(len(to) for to in graph.values())
        print(f"{floor}: {len(loose(floor))} loose files, {len(folders(floor))} folders,")
        print(f"  {len(graph)} nodes, {count} arrows, circle: {circle(graph) or 'none'}")
        for node, to in sorted(graph.items()):
            print(f"  {node:12} -> {', '.join(sorted(to)) or '-'}")


if __name__ == "__main__":
    main()
