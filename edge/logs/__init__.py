"""Structured logs: JSON lines, written in batches; coloured words on a terminal."""

from edge.logs.lines import FLUSH_SECONDS as FLUSH_SECONDS
from edge.logs.loggers import configure as configure
