"""A new service: what it is made from, and the files it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from google.protobuf.descriptor import Descriptor, MethodDescriptor

from edge.scaffold import text
from edge.scaffold.contract import Contract
from edge.scaffold.excerpt import excerpt
from edge.scaffold.recipe import ROOM, Recipe, services
from edge.scaffold.renaming import renaming
from edge.scaffold.spelling import SPELLERS, Spelling
from edge.tools.names import default_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One new service."""

    name: str
    language: str
    recipe: Recipe
    contract: Contract
    port: int
    sample: bool
    """The contract is the edge's own suggestion: its rpc answers already."""
    elsewhere: bool
    """It lies in another repository than the edge."""

    def files(self) -> dict[PurePosixPath, str]:
        """Return each file's text by its path in the folder of the service."""
        rename = renaming(self.recipe, self.contract, name=self.name, port=self.port).of
        real = services() / self.recipe.service
        made = {
            rename(file.path): rename(excerpt(real, file, elsewhere=self.elsewhere))
            for file in self.recipe.files
        }
        values = self.values()
        for folder in ("shared", self.language, *["elsewhere"] * self.elsewhere):
            for path, template in text.templates(ROOM / "texts" / folder).items():
                made[rename(path)] = text.render(template, values, rename)
        return {PurePosixPath(path): words for path, words in made.items()}

    def values(self) -> dict[str, object]:
        """Return what the templates of text may say."""
        spellings = [
            self.spelling(message)
            for rpc in self.contract.rpcs
            for message in (rpc.input_type, rpc.output_type)
        ]
        return {
            "name": self.name,
            "port": self.port,
            "path": self.contract.path,
            "package": self.contract.file.package,
            "title": self.name.replace("_", " ").capitalize(),
            "sample": self.sample,
            "rpcs": [self.rpc(rpc) for rpc in self.contract.rpcs],
            "own": any(not found.module for found in spellings),
            "modules": sorted({found.module for found in spellings} - {""}),
            "build": self.build,
            "run": self.filled(self.recipe.run),
            "test": self.filled(self.recipe.test),
            "written": self.filled(self.recipe.written),
        }

    def rpc(self, method: MethodDescriptor) -> dict[str, str]:
        """Return what the templates may say of one rpc."""
        return {
            "name": method.name,
            "camel": method.name[0].lower() + method.name[1:],
            "tool": default_name(method),
            "module": self.spelling(method.input_type).module,
            "request": self.spelling(method.input_type).name,
            "response": self.spelling(method.output_type).name,
            "comment": self.contract.comments.of(method.full_name),
        }

    def spelling(self, message: Descriptor) -> Spelling:
        """Return how the language's stubs name a message."""
        return SPELLERS[self.language](message, self.contract.file, self.name)

    def steps(self) -> Iterator[str]:
        """Yield, line by line, what is left to do."""
        address = f"127.0.0.1:{self.port}"
        descriptors = self.filled(self.recipe.descriptors)
        yield f"Wrote services/{self.name}; its contract is protos/{self.contract.path}"
        yield f"Build it:    {self.build}"
        yield f"Run it:      SERVICE_ADDRESS={address} {self.filled(self.recipe.run)}"
        yield f"Examine it:  edge verify {address}"
        yield "Offer it, in edge.toml:"
        yield "  [[services]]"
        yield f'  name = "{self.name}"'
        yield f'  descriptors = "services/{self.name}/{descriptors}"'
        yield f'  target = "{address}"'

    @property
    def build(self) -> str:
        """The command that builds it."""
        recipe = self.recipe
        return self.filled(recipe.build_elsewhere if self.elsewhere else recipe.build)

    def filled(self, command: str) -> str:
        """Return a command of the recipe for this service."""
        return command.format(
            name=self.name,
            stem=self.contract.path.stem,
            service=self.contract.service.name,
        )
