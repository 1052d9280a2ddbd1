"""The import contract that lets visitors into a module only through its doors."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Trespass = tuple[str, str, int]


class DoorsContract(Contract):
    """Each package directly inside `container` is entered through one of `doors`, or not at all."""

    # import-linter puts the plain value where the field stood.
    container: Any = fields.StringField()
    doors: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every room of every module and at who comes in from outside."""
        trespasses: list[Trespass] = []
        for module in sorted(graph.find_children(self.container)):
            trespasses += self._trespasses_into(module, graph)
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each visitor who walked past a door."""
        for visitor, room, line in check.metadata["trespasses"]:
            output.print_error(f"{visitor}:{line} walks past the door into {room}")

    def _trespasses_into(self, module: str, graph: ImportGraph) -> list[Trespass]:
        inside = {module} | graph.find_descendants(module)
        return [
            (visitor, room, _line_of(graph, visitor, room))
            for room in sorted(inside)
            if not self._is_door(room, module)
            for visitor in sorted(graph.find_modules_that_directly_import(room) - inside)
            if not _is_test(visitor)
        ]

    def _is_door(self, room: str, module: str) -> bool:
        return room.removeprefix(f"{module}.").split(".")[0] in self.doors


def _is_test(visitor: str) -> bool:
    return "tests" in visitor.split(".")


def _line_of(graph: ImportGraph, visitor: str, room: str) -> int:
    places = graph.get_import_details(importer=visitor, imported=room)
    return int(places[0]["line_number"]) if places else 0
