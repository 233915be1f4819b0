"""Serve the weather tools: `python -m weather_service`."""

import asyncio
import logging
import os
import sys

from weather_service import config
from weather_service.server import serve


def main() -> None:
    """Run the service; a bad setting exits non-zero with one line that says why."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(serve(config.load(os.environ)))
    except ValueError as error:
        sys.exit(f"weather: {error}")


if __name__ == "__main__":
    main()
