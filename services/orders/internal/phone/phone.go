// Package phone brings phone numbers into one spelling.
package phone

import (
	"errors"

	"github.com/nyaruka/phonenumbers"
)

// ErrNotANumber is what is said of a text that no line can have as its number.
var ErrNotANumber = errors.New("not a phone number")

// Normalize returns the number in E.164, such as +12025550142.
//
// A number without a + is taken for one of the region, an ISO 3166-1 country. A
// possible number is enough, since plans of numbers change more often than this
// program. Words such as "anonymous", and the digits by which carriers spell them
// (+266696687), are ErrNotANumber.
func Normalize(number, region string) (string, error) {
	parsed, err := phonenumbers.Parse(number, region)
	if err != nil || !phonenumbers.IsPossibleNumber(parsed) {
		return "", ErrNotANumber
	}
	return phonenumbers.Format(parsed, phonenumbers.E164), nil
}

// IsRegion tells whether a country's plan of numbers is known.
func IsRegion(region string) bool {
	return phonenumbers.GetSupportedRegions()[region]
}
