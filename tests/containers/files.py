"""The files of an image that are not its base's."""

import io
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator

from tests.containers.engine import Engine

SYSTEM = re.compile(r"(usr|lib|lib64|bin|sbin|etc|var|proc|sys|dev|run|opt/java)/")
PATH = re.compile(r"\btools/(\w+)/v\d")
COMPILED = re.compile(rb"tools/(\w+)/v\d+/\w+\.proto(?:\x12|\\x12)")
"""How a FileDescriptorProto begins: its name, then the tag of its package."""

ARCHIVES = (".jar", ".zip", ".whl")


def files_of(engine: Engine, image: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file that a build put into an image."""
    container = engine("create", image)
    try:
        export = [*engine.command, "export", container]
        with (
            subprocess.Popen(export, stdout=subprocess.PIPE) as exporting,
            tarfile.open(fileobj=exporting.stdout, mode="r|") as files,
        ):
            yield from unpacked(files)
    finally:
        engine("rm", "--volumes", container)


def unpacked(files: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an export, and those in archives among them."""
    for member in files:
        if not member.isfile() or SYSTEM.match(member.name):
            continue
        content = files.extractfile(member).read()
        yield member.name, content
        if member.name.endswith(ARCHIVES):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    yield f"{member.name}/{name}", archive.read(name)


def contracts_in(path: str, content: bytes) -> set[str]:
    """Return the names of the services whose contracts are in a file, compiled."""
    compiled = {name.decode() for name in COMPILED.findall(content)}
    return compiled | set(PATH.findall(path))
