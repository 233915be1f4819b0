"""A hatch build hook: protos in, stubs and a descriptor set out."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from grpc_tools import protoc
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

WITH_COMMENTS = ("--include_imports", "--include_source_info")


class ContractHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `protos`, found below `root`, into the folder `gen`.

    Beside the Python stubs it leaves `gen/<name>.binpb`: the descriptor set with
    source info, from which the edge takes the comments that stubs do not keep.
    """

    PLUGIN_NAME = "contract"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before anything is packed; raises `RuntimeError` if protoc fails."""
        del version, build_data
        root = Path(self.root)
        compile_contract(
            [str(proto) for proto in self.config["protos"]],
            root=root / self.config.get("root", "."),
            out=root / "gen",
        )


def compile_contract(protos: list[str], *, root: Path, out: Path) -> None:
    """Write the stubs of `protos`, paths relative to `root`, and `<name>.binpb`.

    Raises `RuntimeError` when protoc cannot compile them.
    """
    out.mkdir(exist_ok=True)
    stubs = [f"--{kind}_out={out}" for kind in ("python", "pyi", "grpc_python")]
    run_protoc(protos, root, stubs)
    descriptors = out / f"{Path(protos[0]).stem}.binpb"
    run_protoc(protos, root, [f"--descriptor_set_out={descriptors}", *WITH_COMMENTS])


def write_descriptor_set(proto: Path, *, root: Path, path: Path) -> None:
    """Write the descriptor set of one .proto; raises `RuntimeError` as above."""
    name = str(proto.resolve().relative_to(root.resolve()))
    run_protoc([name], root, [f"--descriptor_set_out={path}", *WITH_COMMENTS])


def run_protoc(protos: list[str], root: Path, outputs: list[str]) -> None:
    """Compile `protos`, found below `root`; raises `RuntimeError`."""
    paths = [f"-I{path}" for path in dict.fromkeys(include_paths(root))]
    if protoc.main(["protoc", *paths, *outputs, *protos]):
        raise RuntimeError(f"protoc cannot compile {', '.join(protos)}")


def include_paths(root: Path) -> Iterator[Path]:
    """Yield where imports are found: the root, Google's own, Protophone's."""
    yield root.resolve()
    yield Path(str(files("grpc_tools") / "_proto"))
    # Of the folders that make up the namespace package, the one with the .proto.
    for folder in protophone_folders():
        if (folder / "v1/options.proto").is_file():
            yield folder.parent


def protophone_folders() -> Iterator[Path]:
    """Yield the installed folders of the package `protophone`, if any."""
    try:
        package = __import__("protophone")
    except ModuleNotFoundError:  # while this very distribution is being built
        return
    yield from (Path(path).resolve() for path in package.__path__)


@hookimpl
def hatch_register_build_hook() -> type[ContractHook]:
    """Tell hatch of the hook, as `[tool.hatch.build.hooks.contract]`."""
    return ContractHook
