"""What a model may answer to a schema: values made from nothing but the schema."""

import base64
import json
import re

from hypothesis import strategies as st

CHOICE = re.compile(r"Give (?:only|exactly) one of ([\w, ]+)\.")
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
FIELDS = re.compile(r"JSON text: an object with the keys .*")
ASCII = st.characters(codec="ascii")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2)
    ),
    max_leaves=3,
)
AN_ANY = {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "3s"}

FORMATS = {"date-time": st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")}

# What a string holds, where its description alone says so, by the words it says it in.
SAID = {
    "A whole number in digits.": st.integers(-(2**63), 2**63 - 1).map(str),
    "A whole number in digits, 0": st.integers(0, 2**64 - 1).map(str),
    "Bytes in base64.": st.binary(max_size=9).map(
        lambda b: base64.b64encode(b).decode()
    ),
    "In seconds,": st.integers(-(10**11), 10**11).map(lambda s: f"{s}s"),
    "Names of fields,": st.sampled_from(["", "displayName", "a,homeAddress"]),
    "JSON text: an object, for": st.dictionaries(TEXT, JSON, max_size=2).map(
        json.dumps
    ),
    "JSON text: a list": st.lists(JSON, max_size=2).map(json.dumps),
    "JSON text: any value": JSON.map(json.dumps),
    'JSON text: an object whose "@type"': st.just(json.dumps(AN_ANY)),
}
KEYS = {
    "Each key is a whole number": st.integers(-(2**31), 2**31 - 1).map(str),
    'Each key is "true" or "false"': st.sampled_from(["true", "false"]),
    "Of each key: A whole number in digits": st.integers(0, 2**64 - 1).map(str),
}


def values(schema):
    """Return the strategy of what a schema allows, as far as keywords or words go."""
    if isinstance(kind := schema.get("type"), list):
        return st.none() | values({**schema, "type": kind[0]})
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    return KINDS[kind](schema)


def said(table, schema, otherwise):
    """Return what a description promises, or the strategy otherwise."""
    text = schema.get("description", "")
    return next((values for words, values in table.items() if words in text), otherwise)


def texts(schema):
    if pattern := schema.get("pattern"):
        most = 2**63 if pattern.startswith("^-?") else 2**64
        made = st.from_regex(
            pattern, fullmatch=True, alphabet=st.characters(codec="ascii")
        )
        return made.filter(lambda text: not is_long(text) or -most <= int(text) < most)
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if words := FIELDS.search(schema.get("description", "")):
        needed = re.findall(r"(\w+) \(required\)", words[0])
        return st.just(json.dumps(dict.fromkeys(needed, "1")))
    return said(SAID, schema, TEXT)


def is_long(text):
    """Tell whether a text is a whole number; a pattern cannot bound it to 64 bits."""
    return text.removeprefix("-").isdigit()


def integers(schema):
    low = 0 if "At least 0." in schema.get("description", "") else -(2**31)
    return st.integers(schema.get("minimum", low), schema.get("maximum", 2**31 - 1))


def numbers(_):
    return st.floats(allow_nan=False, allow_infinity=False, width=32)


def lists(schema):
    once = "Each key once." in schema.get("description", "")
    return st.lists(
        values(schema["items"]),
        max_size=2,
        unique_by=(lambda pair: str(pair["key"])) if once else None,
    )


def objects(schema):
    if isinstance(inner := schema.get("additionalProperties"), dict):
        return st.dictionaries(said(KEYS, schema, TEXT), values(inner), max_size=2)
    if inner is True:
        return st.dictionaries(TEXT, JSON, max_size=2)
    needed = set(schema.get("required", ()))
    every = {name: values(each) for name, each in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: each for name, each in every.items() if name in needed},
        optional={name: each for name, each in every.items() if name not in needed},
    ).flatmap(lambda value: chosen(value, schema["properties"]))


def chosen(value, properties):
    """Return the strategy that keeps one of those that exclude each other."""
    found = (CHOICE.search(each.get("description", "")) for each in properties.values())
    groups = {tuple(match[1].split(", ")) for match in found if match}
    kept = st.tuples(*(st.sampled_from(group) for group in sorted(groups)))
    return kept.map(lambda names: without(value, groups, names))


def without(value, groups, kept):
    """Return an object in which of each group only what is kept is given."""
    others = {name for group in groups for name in group} - set(kept)
    return {k: None if k in others else v for k, v in value.items()}


KINDS = {
    "string": texts,
    "integer": integers,
    "number": numbers,
    "boolean": lambda _: st.booleans(),
    "array": lists,
    "object": objects,
}
