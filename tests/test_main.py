"""What the program asks of gRPC before anything else."""

import os
import subprocess
import sys

from edge.__main__ import EXPERIMENTS

CALL = """
import grpc
with grpc.insecure_channel("127.0.0.1:1") as channel:
    print(type(channel.unary_unary("/a/b").future(b"", timeout=5).exception()))
"""


def complaints(experiments):
    """Return what gRPC says of experiments in a process of its own."""
    environ = {**os.environ, "GRPC_EXPERIMENTS": experiments}
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
    assert "Unknown experiment" not in complaints(EXPERIMENTS)


def test_grpc_would_complain_of_one_that_it_does_not_know():
    assert "Unknown experiment" in complaints("-no_such_experiment")


def test_grpc_is_told_to_leave_the_log_to_the_edge():
    program = """
import os, sys
from edge.__main__ import main
sys.argv = ["edge", "--version"]
try:
    main()
finally:
    print(os.environ["GRPC_VERBOSITY"])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "NONE"
