"""How many files the process may open: each connection is one."""

import sys

OWN = 1024
"""What the edge opens beside connections, and to spare."""


def allow(connections: int) -> None:
    """Raise the process's limit towards what so many connections take.

    Systems begin with as few as 1024, and let a process go further by itself.
    """
    if sys.platform == "win32":  # where there is no such limit
        return
    import resource  # noqa: PLC0415  see above

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OWN
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
