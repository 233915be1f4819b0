"""The program as it is started, asked and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from types import SimpleNamespace

import grpc
import pytest
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)
from tools.email.v1 import email_pb2, email_pb2_grpc

OWNER = "+15550100"
NAME = "tools.email.v1.EmailService"


def launch(folder, **settings):
    environ = {key: value for key, value in os.environ.items() if "EMAIL" not in key}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "email_service"],
        env=environ | {"SERVICE_ADDRESS": "127.0.0.1:0"} | settings,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(folder, **settings):
    """Run the program; yield it, its address and a channel to it."""
    process = launch(folder, **settings)
    try:
        name, _, address = process.stdout.readline().strip().rpartition(" listens on ")
        assert name == "email", process.stderr.read()
        with grpc.insecure_channel(address) as channel:
            yield SimpleNamespace(process=process, channel=channel, address=address)
    finally:
        process.kill()
        process.communicate()


def test_the_program_serves_from_start_to_sigterm(tmp_path):
    began = time.perf_counter()
    with running(tmp_path, EMAIL_OWNERS=OWNER, EMAIL_SAMPLE="1") as program:
        assert time.perf_counter() - began < 5
        stub = email_pb2_grpc.EmailServiceStub(program.channel)
        request = email_pb2.CheckEmailRequest(caller_number=OWNER)
        assert stub.CheckEmail(request, timeout=5).total == 3
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(10) == 0
        assert program.process.stderr.read() == ""


def test_samples_are_put_only_into_an_empty_maildir(tmp_path):
    for _ in range(2):
        with running(tmp_path, EMAIL_SAMPLE="1"):
            pass
    assert len(list(tmp_path.glob("data/maildir/new/*"))) == 3


@pytest.mark.parametrize("service", ["", NAME])
def test_its_health_is_told(tmp_path, service):
    with running(tmp_path) as program:
        stub = health_pb2_grpc.HealthStub(program.channel)
        request = health_pb2.HealthCheckRequest(service=service)
        response = stub.Check(request, timeout=5, wait_for_ready=True)
    assert response.status == health_pb2.HealthCheckResponse.SERVING


def test_the_health_check_of_the_image_tells_it_from_nothing(tmp_path):
    command = [sys.executable, "-m", "email_service.health"]
    with running(tmp_path) as program:
        environ = os.environ | {"SERVICE_ADDRESS": program.address}
        assert subprocess.run(command, env=environ, check=False).returncode == 0
    assert subprocess.run(command, env=environ, check=False).returncode == 1


def test_it_shows_its_contract(tmp_path):
    with running(tmp_path) as program:
        shown = ProtoReflectionDescriptorDatabase(program.channel)
        assert NAME in shown.get_services()
        service = DescriptorPool(shown).FindServiceByName(NAME)
    assert [method.name for method in service.methods] == ["CheckEmail", "ReadEmail"]


def test_it_says_so_when_nobody_may_hear_the_mailbox(tmp_path):
    with running(tmp_path) as program:
        program.process.terminate()
        assert "EMAIL_OWNERS names nobody" in program.process.stderr.read()


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"EMAIL_IMAP_URL": "imap://a@mail.example"}, "EMAIL_IMAP_URL is imap://"),
        ({"EMAIL_IMAP_URL": "imaps://a@mail.example"}, "EMAIL_IMAP_PASSWORD"),
        ({"EMAIL_MAILDIR": "/proc/nothing"}, "EMAIL_MAILDIR is not a Maildir"),
        ({"EMAIL_MAILDIR": "/proc/nothing", "EMAIL_SAMPLE": "1"}, "the Maildir"),
        ({"EMAIL_OWNERS": "me"}, "EMAIL_OWNERS"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_it_with_one_line(tmp_path, settings, why):
    process = launch(tmp_path, **settings)
    _, said = process.communicate(timeout=10)
    assert process.returncode != 0
    assert said.startswith("email: ")
    assert why in said
    assert said.count("\n") == 1


def test_an_address_in_use_ends_it(tmp_path):
    with running(tmp_path) as program:
        second = launch(tmp_path, SERVICE_ADDRESS=program.address)
        _, said = second.communicate(timeout=10)
    assert second.returncode != 0
    assert f"email: cannot listen on {program.address}" in said


def test_a_call_under_way_is_answered_before_the_end(tmp_path):
    silent = socket.create_server(("127.0.0.1", 0))
    url = f"imap://a@127.0.0.1:{silent.getsockname()[1]}"
    settings = {"EMAIL_IMAP_URL": url, "EMAIL_IMAP_PASSWORD": "secret"}
    with silent, running(tmp_path, EMAIL_OWNERS=OWNER, **settings) as program:
        stub = email_pb2_grpc.EmailServiceStub(program.channel)
        request = email_pb2.CheckEmailRequest(caller_number=OWNER)
        call = stub.CheckEmail.future(request, timeout=2)
        with silent.accept()[0]:
            program.process.terminate()
            assert call.exception().details().startswith("The mailbox is taking too")
        assert program.process.wait(10) == 0
