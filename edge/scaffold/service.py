"""From a name to a service in a repository."""

from pathlib import Path
from tempfile import TemporaryDirectory

from edge.errors import ConfigError
from edge.scaffold import contract, folder, names, text, vocabulary
from edge.scaffold.contract import Contract
from edge.scaffold.ports import port_for
from edge.scaffold.project import Project
from edge.scaffold.recipe import ROOM, expect_here, recipe_for, services


def write(
    name: str, *, language: str, out: Path, proto: Path | None, port: int | None
) -> Project:
    """Write a service, with its contract where `proto` is none, into a repository.

    Raises `ConfigError`, before anything is written, for a name that is no good, a
    contract that is no service's, and whatever would be overwritten.
    """
    recipe = recipe_for(language)
    expect_here(recipe, services())
    names.expect_usable(name, reserved=recipe.reserved, language=language)
    home = out / "services" / name
    path, words = source(name, proto, out / "protos")
    folder.expect_free(home, *[out / "protos" / path] * (words is not None))
    vocabulary.expect_usable(out / "protos")
    project = Project(
        name=name,
        language=language,
        recipe=recipe,
        contract=read(path, words, out / "protos"),
        port=port_for(out, port),
        sample=proto is None,
        elsewhere=not (out / "protos/pyproject.toml").is_file(),
    )
    files = {home / path: words for path, words in project.files().items()}
    if words is not None:
        files[out / "protos" / path] = words
    vocabulary.write(out / "protos")
    folder.write(files)
    return project


def source(name: str, proto: Path | None, protos: Path) -> tuple[str, str | None]:
    """Return where below `protos` the contract belongs, and what to write there.

    That is None where it lies there already. Raises `ConfigError` when a given one
    cannot be read.
    """
    if proto is None:
        return f"tools/{name}/v1/{name}.proto", suggestion(name)
    try:
        words = proto.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise ConfigError(f"{proto}: cannot be read: {error}") from error
    if proto.resolve().is_relative_to(protos.resolve()):
        return proto.resolve().relative_to(protos.resolve()).as_posix(), None
    return contract.path_of(words, proto.name), words


def suggestion(name: str) -> str:
    """Return a contract to begin with: one rpc, which finds what is asked for."""
    values = {"name": name, "camel": names.camel(name), "words": name.replace("_", " ")}
    return text.render(ROOM / "texts/contract.proto.liquid", values)


def read(path: str, words: str | None, protos: Path) -> Contract:
    """Read a contract that lies below `protos`, or is to; raises `ConfigError`."""
    with TemporaryDirectory() as staging:
        vocabulary.write(Path(staging))
        if words is not None:
            folder.write({Path(staging, path): words})
        return contract.read(path, (Path(staging), protos))
