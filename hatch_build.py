"""Pack what `edge new` makes new services of: the real services' own files."""

import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACE = "edge/scaffold/templates"


class TemplatesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the files to wheel and sdist, of each service that is at hand."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file, and its place in the package."""
        root = Path(self.root)
        if version != "editable":
            build_data["force_include"].update(
                {str(root / path): place for path, place in templates(root).items()}
            )


def templates(root: Path) -> dict[str, str]:
    """Return the place in the package of each file that a recipe names and that is."""
    places = {}
    for recipe in sorted((root / "edge/scaffold/recipes").glob("*.toml")):
        read = tomllib.loads(recipe.read_text(encoding="utf-8"))
        for file in read["files"]:
            path = f"{read['service']}/{file['path']}"
            if (root / "services" / path).is_file():
                places[f"services/{path}"] = f"{PLACE}/{path}"
    return places
