package phone_test

import (
	"errors"
	"testing"

	"protophone/services/orders/internal/phone"
)

func TestANumberHasOneSpelling(t *testing.T) {
	for written, region := range map[string]string{
		"+12025550142":        "US",
		"+1 (202) 555-0142":   "GB",
		"tel:+1-202-555-0142": "US",
		"(202) 555-0142":      "US",
		"1 202 555 0142":      "US",
		"001 202 555 0142":    "GB",
	} {
		number, err := phone.Normalize(written, region)
		if err != nil || number != "+12025550142" {
			t.Errorf("%q in %s is %q, %v", written, region, number, err)
		}
	}
}

func TestANumberWithoutPlusIsOfTheRegion(t *testing.T) {
	number, err := phone.Normalize("030 901820", "DE")
	if err != nil || number != "+4930901820" {
		t.Errorf("it is %q, %v", number, err)
	}
}

func TestWhatNoLineCanHaveIsNoNumber(t *testing.T) {
	for _, written := range []string{
		"", "anonymous", "Restricted", "+266696687", "unavailable", "+", "+1", "12", "sip:dana@example.com",
		"+1202555014200000000", "\x00", "+12025550142\x00", "ⅫⅫ",
	} {
		if number, err := phone.Normalize(written, "US"); !errors.Is(err, phone.ErrNotANumber) {
			t.Errorf("%q is %q, %v", written, number, err)
		}
	}
}

func TestKnowsRegions(t *testing.T) {
	for region, known := range map[string]bool{"US": true, "DE": true, "": false, "XX": false, "us": false} {
		if phone.IsRegion(region) != known {
			t.Errorf("%q is known: %v", region, !known)
		}
	}
}
