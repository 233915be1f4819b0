"""The commands that write services, and a contract for them."""

import pytest

from edge.__main__ import run

SHIPPING = """
syntax = "proto3";

package acme.shipping.v2;

import "google/protobuf/empty.proto";

// Ships things.
service Shipping {
  // Counts the ships in any weather, by order, calendar and store.
  rpc CountShips(google.protobuf.Empty) returns (WeatherOrders);
  // Sends a ship.
  rpc SendShip(SendShipRequest.Ship) returns (google.protobuf.Empty);
}

// Says which ship.
message SendShipRequest {
  // One ship.
  message Ship {
    // Its name.
    string name = 1;
  }
}

// Tells how many.
message WeatherOrders {
  // One sentence, fit to be read aloud.
  string speech = 1;
}
"""


@pytest.fixture
def edge_command(capsys):
    """Run a command of `edge`; returns exit status, output and complaints."""

    def command(*arguments):
        try:
            status = run([str(argument) for argument in arguments], {})
        except SystemExit as stop:
            status = stop.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


@pytest.fixture
def shipping(tmp_path):
    """A contract of another company, in a file of its own."""
    path = tmp_path / "shipping.proto"
    path.write_text(SHIPPING)
    return path


@pytest.fixture
def repository(tmp_path):
    """An empty repository."""
    return tmp_path / "repository"
