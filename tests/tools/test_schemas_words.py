import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool

from edge.tools.schemas import DIALECTS, schema
from edge.tools.schemas.words import MOST, describe, spaced
from tests.tools.profiles import PROFILES, schema_violations


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("GetOpeningHours", "Get opening hours"),
        ("caller_name", "Caller name"),
        ("displayName", "Display name"),
        ("FindShopByURL", "Find shop by URL"),
        ("HTTPHeader", "HTTP header"),
        ("GetURLInfo", "Get URL info"),
        ("ipv4_address", "Ipv4 address"),
        ("x", "X"),
    ],
)
def test_names_are_spaced_into_words(name, words):
    assert spaced(name) == words


def test_a_description_that_fits_is_left_alone():
    assert describe("a" * MOST) == "a" * MOST


def test_a_long_description_ends_with_a_sentence():
    cut = describe("Some words. " * 100)
    assert len(cut) <= MOST
    assert cut.endswith("Some words.")


def test_a_long_sentence_ends_with_a_word():
    cut = describe("word " * 300)
    assert len(cut) <= MOST
    assert cut.endswith(" word…")


def test_a_long_word_is_cut_all_the_same():
    assert describe("a" * (MOST + 1)) == "a" * (MOST - 1) + "…"


def test_a_long_text_leaves_room_for_the_notes_on_it():
    described = describe("Some words. " * 100, ["At least 1.", "At most 7."])
    assert len(described) <= MOST
    assert described.endswith("Some words. At least 1. At most 7.")


def test_long_notes_leave_room_for_a_long_text():
    described = describe("text " * 300, ["note " * 300])
    assert len(described) <= MOST
    assert described.count("text") > 100
    assert described.count("note") > 50


def with_enums(*sizes, deprecated=False):
    """Return a message with a field for each of some enums of so many values."""
    file = FileDescriptorProto(name="enums.proto", syntax="proto3")
    message = file.message_type.add(name="Choices")
    for index, size in enumerate(sizes):
        enum = file.enum_type.add(name=f"E{index}")
        names = [f"E{index}_UNSPECIFIED", *(f"E{index}_V{n}" for n in range(size))]
        for number, name in enumerate(names):
            value = enum.value.add(name=name, number=number)
            value.options.deprecated = deprecated
        message.field.add(
            name=f"e{index}", number=index + 1, label=1, type=14, type_name=enum.name
        )
    pool = DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return pool.FindMessageTypeByName("Choices")


def enums(message, dialect="openai"):
    found = schema(message, dialect=DIALECTS[dialect])
    assert schema_violations(found, PROFILES[dialect]) == []
    return [each.get("enum", []) for each in found["properties"].values()]


def test_an_enum_of_very_many_values_is_in_words():
    message = with_enums(251)
    assert enums(message) == [[]]
    described = schema(message)["properties"]["e0"]["description"]
    assert described.startswith("E0. One of v0, v1, v2")
    assert len(described) <= MOST


def test_an_enum_whose_values_are_all_retired_is_any_text():
    message = with_enums(1, deprecated=True)
    assert schema(message)["properties"]["e0"] == {
        "type": "string",
        "description": "E0",
    }


def test_of_many_enums_the_long_ones_are_in_words():
    assert list(map(len, enums(with_enums(250, 250, 250, 246)))) == [251, 251, 251, 247]
    assert list(map(len, enums(with_enums(250, 250, 250, 250, 5)))) == [0, 0, 0, 0, 6]


def test_of_very_many_enums_all_are_in_words():
    assert enums(with_enums(*[20] * 50)) == [[]] * 50


def test_a_request_that_fits_in_no_form_is_written_all_the_same():
    message = with_enums(*[1] * 1001)
    assert len(schema(message)["properties"]) == 1001
