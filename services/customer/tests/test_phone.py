"""Every spelling of a number is one number."""

import pytest

from customer_service.phone import normalize


@pytest.mark.parametrize(
    ("number", "region", "e164"),
    [
        ("+12025550142", "DE", "+12025550142"),
        ("(202) 555-0142", "US", "+12025550142"),
        ("1 202 555 0142", "US", "+12025550142"),
        ("tel:+1-202-555-0142", "US", "+12025550142"),
        ("+1 202 555 0142 ext. 7", "US", "+12025550142"),
        ("030 123456", "DE", "+4930123456"),
        ("06 698 12345", "IT", "+390669812345"),
        ("٠٢٠٧٩٤٦٠٩٥٨", "GB", "+442079460958"),
    ],
)
def test_a_number_has_one_spelling(number, region, e164):
    assert normalize(number, region=region) == e164
    assert normalize(e164, region=region) == e164


@pytest.mark.parametrize(
    "number", ["", " ", "anonymous", "+", "12", "+266696687", "+999999999", "1" * 300]
)
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="phone number"):
        normalize(number, region="US")
