"""Phone numbers, in one spelling."""

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)


def normalize(number: str, *, region: str) -> str:
    """Return `number` in E.164, such as `+12025550142`.

    A number without `+` is taken for one of `region`, an ISO 3166-1 country. Raises
    `ValueError` for what no line can have as its number: words such as "anonymous",
    and the digits by which carriers spell them (+266696687). A possible number is
    enough, since plans of numbers change more often than this program.
    """
    try:
        parsed = parse(number, region)
    except NumberParseException:
        raise ValueError("not a phone number") from None
    if not is_possible_number(parsed):
        raise ValueError("not a possible phone number")
    return format_number(parsed, PhoneNumberFormat.E164)
