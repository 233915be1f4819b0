import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from edge.tools.comments import NONE, Comments, clean
from tests.tools.contracts import contract

SHOP = contract("schemas_comments.proto").comments


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("ShopService", "Knows when the shop is open."),
        ("ShopService.Retired", "Old."),
        ("Shop", "A shop, or a stall."),
        ("Shop.name", "The name on the sign."),
        ("Shop.street", "The street it is in."),
        ("Shop.address", "Where it stands."),
        ("Kind", "The kinds of shops."),
        ("Kind.KIND_BAKERY", "Bread and cake."),
        ("Kind.KIND_GROCER", "Fruit."),
        ("Uncommented", ""),
        ("Uncommented.kind", ""),
        ("NoSuchThing", ""),
    ],
)
def test_every_element_has_its_own_comment(name, comment):
    assert SHOP.of(f"schemas.comments.{name}") == comment


def test_a_comment_loses_its_marks_directives_and_internal_notes():
    assert SHOP.of("schemas.comments.ShopService.GetOpeningHours") == (
        "Tells the opening hours of a Shop, see the docs and Shop. "
        "It knows: the week; the weekend."
    )


def test_the_elements_of_inner_messages_are_found():
    deep = contract("schemas_shapes.proto").comments
    assert deep.of("schemas.shapes.Bush").startswith("Spelled out")
    assert deep.of("schemas.shapes.Choice.note") == "Beside the choice."


def test_a_file_without_source_info_has_no_comments():
    bare = FileDescriptorProto(package="a", message_type=[{"name": "M"}])
    assert Comments([bare]).of("a.M") == NONE.of("a.M") == ""


def test_a_file_without_a_package_has_comments():
    file = FileDescriptorProto(message_type=[{"name": "M"}])
    file.source_code_info.location.add(path=[4, 0], leading_comments=" Alone.\n")
    assert Comments([file]).of("M") == "Alone."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        (" One line.\n", "One line."),
        ("No stop", "No stop."),
        (" First\n line.\n\n Second\n paragraph.\n", "First line. Second paragraph."),
        ("A title\n\nA text.", "A title. A text."),
        ("* Starred\n * lines.", "Starred lines."),
        ("A **bold** _word_ and ~~another~~.", "A bold word and another."),
        ("Uses `snake_case` and __init__.", "Uses snake_case and __init__."),
        ("2 * 3 * 4 = 24.", "2 * 3 * 4 = 24."),
        ("See [the docs](https://a.b/c_d).", "See the docs."),
        ("See [Book][google.Book] or <https://a.b>.", "See Book or https://a.b."),
        ("![A picture](https://a.b/c.png)", "A picture."),
        ("## A heading\n> A quote.", "A heading. A quote."),
        ("One of:\n- red,\n- green\n- blue", "One of: red, green; blue."),
        ("```\ncode()\n```", "code()"),
        ("A<br/>line with <b>tags</b>, 1 < 2.", "A line with tags, 1 < 2."),
        ("buf:lint:ignore ENUM\nKept.", "Kept."),
        ("nolint\n@ignore-comment\n@exclude hidden\nKept.", "Kept."),
        ("Kept. (-- internal\nnote --) Kept too.", "Kept. Kept too."),
        ("A\ttab, a \x07bell.", "A tab, a bell."),
    ],
)
def test_comments_are_cleaned(written, read):
    assert clean(written) == read
