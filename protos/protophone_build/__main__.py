"""Write descriptor sets: `python -m protophone_build OUT PROTO…`, below a root."""

import argparse
import sys
from pathlib import Path

from protophone_build.contract import write_descriptor_set


def main() -> None:
    """Write `<package folder>.binpb` for each proto, with comments and imports."""
    parser = argparse.ArgumentParser(
        prog="protophone_build", description="Write the descriptor sets of contracts."
    )
    parser.add_argument("--root", type=Path, default=Path("protos"))
    parser.add_argument("out", type=Path)
    parser.add_argument("protos", nargs="+", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for proto in options.protos:
        path = options.out / f"{proto.parent.parent.name}.{proto.parent.name}.binpb"
        write_descriptor_set(proto, root=options.root, path=path)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
