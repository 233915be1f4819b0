"""Compile `protophone/v1` whenever this distribution is built or installed."""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from hatchling.builders.hooks.plugin.interface import (
    BuildHookInterface,
)

from protophone_build.contract import (
    compile_contract,
)


class CompileOwnContract(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the shipped compilation on the shipped contract."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before anything is packed."""
        del version, build_data
        root = Path(self.root)
        protos = (root / "protophone/v1").glob("*.proto")
        names = sorted(str(path.relative_to(root).as_posix()) for path in protos)
        compile_contract(names, root=root, out=root / "gen")
