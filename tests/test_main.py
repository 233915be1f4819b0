"""What the program asks of gRPC before anything else."""

import os
import subprocess
import sys

from edge.__main__ import GRPC

CALL = """
import grpc
with grpc.insecure_channel("127.0.0.1:1") as channel:
    print(type(channel.unary_unary("/a/b").future(b"", timeout=5).exception()))
"""


def complaints(experiments):
    """Return what gRPC says of experiments in a process of its own."""
    environ = {
        **os.environ,
        "GRPC_EXPERIMENTS": experiments,
        "GRPC_VERBOSITY": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        check=True,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert "RpcError" in done.stdout or "Rendezvous" in done.stdout, done
    return done.stderr


def test_grpc_knows_the_experiments_that_it_is_told_of():
    assert "Unknown experiment" not in complaints(GRPC["GRPC_EXPERIMENTS"])


def test_grpc_would_complain_of_one_that_it_does_not_know():
    assert "Unknown experiment" in complaints("-no_such_experiment")


def test_the_environment_has_the_last_word():
    program = """
import os, sys
from edge.__main__ import main
sys.argv = ["edge", "--version"]
try:
    main()
finally:
    print(os.environ["GRPC_VERBOSITY"], os.environ["GRPC_ENABLE_FORK_SUPPORT"])
"""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("GRPC")
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env={**environ, "GRPC_VERBOSITY": "INFO"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "INFO 0"
