"""What of a real service becomes part of a new one, and what of it does not."""

from importlib.resources import files
from pathlib import Path

import msgspec

from edge.errors import ConfigError

LANGUAGES = ("python", "go", "typescript", "java")
ROOM = Path(str(files("edge.scaffold")))
CHECKOUT = ROOM.parents[1] / "services"
PACKED = ROOM / "templates"


class Cut(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"start": "from", "end": "to"},
):
    """A part that is left out: from one text up to another, which stays."""

    start: str
    end: str = ""
    """Empty: up to the end of the file."""


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that is replaced by another, wherever it stands."""

    old: str
    new: str


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the real service."""

    path: str
    """Where it lies in the folder of the service."""
    drop: tuple[str, ...] = ()
    """How the lines begin that are left out."""
    cuts: tuple[Cut, ...] = ()
    edits: tuple[Edit, ...] = ()
    elsewhere: tuple[Edit, ...] = ()
    """What is edited besides for a service in a repository of its own."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a service in one language is made of a real one."""

    service: str
    """The real service."""
    port: int
    """The one it listens on unless told otherwise."""
    reserved: frozenset[str]
    """Words of the language that cannot be a name."""
    build: str
    """The command that builds the new service in this repository."""
    build_elsewhere: str
    """The same in another one."""
    run: str
    """The command that runs it, without its settings."""
    test: str
    """The command that runs its tests."""
    written: str
    """The file in which its tools are written."""
    descriptors: str
    """Where its descriptor set is, once it is built."""
    files: tuple[File, ...]
    words: dict[str, str] = msgspec.field(default_factory=dict)
    """More words to rename: a text of the real service, and what replaces it."""


def recipe_for(language: str) -> Recipe:
    """Return the recipe of a language."""
    path = ROOM / "recipes" / f"{language}.toml"
    return msgspec.toml.decode(path.read_bytes(), type=Recipe)


def services() -> Path:
    """Return the folder of the real services: packed in a wheel, or the checkout's."""
    return PACKED if PACKED.is_dir() else CHECKOUT


def expect_here(recipe: Recipe, folder: Path) -> None:
    """Raise `ConfigError` unless every file of the real service is in `folder`."""
    for file in recipe.files:
        if not (folder / recipe.service / file.path).is_file():
            raise ConfigError(
                f"this edge was packed without services/{recipe.service}/{file.path}, "
                "which new services are made of; run it from its repository"
            )
