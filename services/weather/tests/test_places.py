"""From what a caller may say to the place that is meant."""

import pytest
from grpc import StatusCode

from weather_service.failure import Failure
from weather_service.gazetteer import Gazetteer
from weather_service.names import fold
from weather_service.place import Area
from weather_service.places import resolve


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Paris", "Paris, France"),
        ("PARIS", "Paris, France"),
        ("paris france", "Paris, France"),
        ("Paris, FR", "Paris, France"),
        ("Paris, Texas", "Paris, Texas"),
        ("paris tx", "Paris, Texas"),
        ("Paris, TX, USA", "Paris, Texas"),
        ("Paris, Ontario", "Paris, Ontario"),
        ("Springfield, IL", "Springfield, Illinois"),
        ("springfield illinois usa", "Springfield, Illinois"),
        ("Springfield, Sangamon County, Illinois", "Springfield, Illinois"),
        ("Munich", "Munich, Germany"),
        ("münchen", "Munich, Germany"),
        ("Muenchen", "Munich, Germany"),
        ("Munich, Bavaria", "Munich, Germany"),
        ("Munich, Bavaria, Germany", "Munich, Germany"),
        ("Cologne", "Köln, Germany"),
        ("Zurich", "Zürich, Switzerland"),
        ("Sao Paulo", "São Paulo, Brazil"),
        ("Lodz", "Łódź, Poland"),
        ("Москва", "Moscow, Russia"),
        ("東京", "Tokyo, Japan"),
        ("Bombay", "Mumbai, India"),
        ("New York", "New York City, New York"),
        ("new york new york", "New York City, New York"),
        ("NYC", "New York City, New York"),
        ("LA", "Los Angeles, California"),
        ("Washington", "Washington, D.C."),
        ("Washington DC", "Washington, D.C."),
        ("Vancouver", "Vancouver, British Columbia"),
        ("Vancouver, WA", "Vancouver, Washington"),
        ("London", "London, England"),
        ("London UK", "London, England"),
        ("London, Ontario, Canada", "London, Ontario"),
        ("Newcastle, England", "Newcastle upon Tyne, England"),
        ("Sydney New South Wales", "Sydney, New South Wales"),
        ("Melbourne, Victoria", "Melbourne, Victoria"),
        ("Barcelona", "Barcelona, Spain"),
        ("Portland", "Portland, Oregon"),
        ("portland or", "Portland, Oregon"),
        ("Portland, Maine", "Portland, Maine"),
        ("Kansas City", "Kansas City, Missouri"),
        ("San José, Costa Rica", "San José, Costa Rica"),
        ("Saint Petersburg", "Saint Petersburg, Russia"),
        ("St Petersburg, Florida", "St. Petersburg, Florida"),
        ("Amsterdam, the Netherlands", "Amsterdam, The Netherlands"),
        ("Seoul, Korea", "Seoul, South Korea"),
        ("San Juan, Puerto Rico", "San Juan, Puerto Rico"),
        ("Coeur d'Alene", "Coeur d'Alene, Idaho"),
        ("Winston Salem", "Winston-Salem, North Carolina"),
        ("Aspen, Colorado", "Aspen, Colorado"),
        ("Mexico", "Mexico City, Mexico"),
        ("Singapore", "Singapore"),
        ("Delhi", "Delhi, India"),
        ("Manhattan, New York", "Manhattan, New York"),
    ],
)
def test_the_place_that_is_meant_is_found(gazetteer, said, meant):
    assert resolve(gazetteer, said).label == meant


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("Springfield", ["Illinois", "Massachusetts", "Missouri"]),
        ("Cambridge", ["England", "Massachusetts", "Ontario"]),
        ("Richmond", ["Virginia", "California", "British Columbia"]),
        ("Newcastle", ["New South Wales", "Newcastle upon Tyne"]),
        ("Valencia", ["Venezuela", "Spain"]),
        ("San Jose", ["California", "Costa Rica"]),
        ("Odessa", ["Odesa, Ukraine", "Texas"]),
        ("Texas", ["Houston", "Dallas"]),
        ("UK", ["London, England", "Glasgow, Scotland"]),
        ("Jamaica", ["Kingston, Jamaica", "Montego Bay"]),
        ("Georgia", ["Tbilisi, Georgia", "Atlanta, Georgia"]),
        ("Washington State", ["Seattle", "Spokane"]),
    ],
)
def test_a_caller_who_leaves_it_open_is_asked(gazetteer, said, choices):
    with pytest.raises(Failure) as asked:
        resolve(gazetteer, said)
    assert asked.value.code is StatusCode.INVALID_ARGUMENT
    assert asked.value.field == "location"
    assert [choice for choice in choices if choice not in asked.value.words] == []


@pytest.mark.parametrize(
    "said",
    [
        "Qwxyz",
        "Munich, Texas",
        "Springfield Wisconsin",
        "Paris, Narnia",
        "Munich Bavaria",
    ],
)
def test_an_unknown_place_is_not_found_in_words(gazetteer, said):
    with pytest.raises(Failure, match=f"a place called {said}") as failed:
        resolve(gazetteer, said)
    assert failed.value.code is StatusCode.NOT_FOUND
    assert failed.value.field == "location"


@pytest.mark.parametrize("said", ["", "   ", "\n", "?!", "x" * 101])
def test_what_is_no_name_is_asked_for_again(gazetteer, said):
    with pytest.raises(Failure, match="Please name a city") as failed:
        resolve(gazetteer, said)
    assert failed.value.code is StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize(
    "said", ["Springfield", "Valencia", "Richmond", "Mount Vernon"]
)
def test_every_choice_offered_is_understood_when_it_is_said(gazetteer, said):
    with pytest.raises(Failure) as asked:
        resolve(gazetteer, said)
    offered = asked.value.words.partition(": ")[2].removesuffix("?").split("; ")
    for choice in (words.removeprefix("or ") for words in offered):
        assert resolve(gazetteer, choice).label == choice


@pytest.mark.parametrize("country", ["US", "GB", "FR", "CN", "HK", "IN", "MX", "SG"])
def test_a_place_named_in_full_never_raises_a_question(gazetteer, country):
    area = Area(name="", country=country, region="")
    for place in gazetteer.largest([area], 200):
        assert fold(resolve(gazetteer, place.label).label) == fold(place.label)


def test_another_name_finds_the_very_same_place(gazetteer):
    assert resolve(gazetteer, "Lutetia") == resolve(gazetteer, "Paris")


def test_a_gazetteer_that_was_not_built_says_so(tmp_path):
    with pytest.raises(ValueError, match="build the project first"):
        Gazetteer(tmp_path / "places.sqlite")
