"""From the words of a real service to those of a new one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from edge.scaffold import names
from edge.scaffold.contract import Contract
from edge.scaffold.recipe import Recipe
from edge.scaffold.spelling import java_package


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """Replaces each word by another, the longest first, none of them twice."""

    words: Mapping[str, str]

    def of(self, text: str) -> str:
        """Return `text` in the words of the new service."""
        longest_first = sorted(self.words, key=len, reverse=True)
        # A number is not renamed within another, nor within a hash.
        found = "|".join(
            rf"\b{word}\b" if word.isdigit() else re.escape(word)
            for word in longest_first
        )
        return re.sub(found, lambda match: self.words[match[0]], text)


def renaming(recipe: Recipe, contract: Contract, *, name: str, port: int) -> Renaming:
    """Return what turns files of the recipe's service into those of `name`."""
    old, new = recipe.service, name
    facts = {
        "{name}": name,
        "{flat}": name.replace("_", ""),
        "{java_package}": java_package(contract.file),
        "{stem}": contract.path.stem,
        "{root}": contract.path.parts[0],
    }
    own = Renaming(words=facts)
    words = {
        f"tools/{old}/v1/{old}.proto": str(contract.path),
        f"tools/{old}/v1/{old}": str(contract.path.with_suffix("")),
        f"tools/{old}/v1": str(contract.path.parent),
        f"tools/{old}": str(contract.home),
        f"tools.{old}.v1": contract.file.package,
        f"{names.camel(old)}Service": contract.service.name,
        names.camel(old): names.camel(new),
        old.upper(): new.upper(),
        old: new,
        str(recipe.port): str(port),
    }
    more = {word: own.of(replacement) for word, replacement in recipe.words.items()}
    return Renaming(words=words | more)
