package speech_test

import (
	"strings"
	"testing"
	"time"

	"protophone/services/orders/internal/order"
	"protophone/services/orders/internal/speech"
)

var (
	placed  = time.Date(2026, 3, 2, 23, 59, 0, 0, time.UTC)
	changed = time.Date(2026, 3, 4, 0, 30, 0, 0, time.FixedZone("CET", 3600))
	due     = time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
)

func TestTellsWhatHasBecomeOfAnOrder(t *testing.T) {
	for state, words := range map[order.State]string{
		order.Placed: "Order 7, a lamp, was placed on March 2, 2026 and has not been shipped yet; " +
			"it should arrive on March 9, 2026.",
		order.Shipped:   "Order 7, a lamp, was shipped on March 3, 2026 by Post; it should arrive on March 9, 2026.",
		order.Delivered: "Order 7, a lamp, was delivered on March 3, 2026.",
		order.Cancelled: "Order 7, a lamp, was cancelled on March 3, 2026.",
	} {
		told := speech.Of(order.Order{
			Number: 7, State: state, Items: "a lamp", Carrier: "Post",
			PlaceTime: placed, StateTime: changed, ExpectedDate: due,
		})
		if told != words {
			t.Errorf("%s: %s", state, told)
		}
	}
}

func TestLeavesOutWhatIsNotKnown(t *testing.T) {
	told := speech.Of(order.Order{Number: 1<<53 + 1, State: order.Shipped, StateTime: changed})
	if told != "Order 9007199254740993 was shipped on March 3, 2026." {
		t.Error(told)
	}
}

func TestAnotherKindOfOrderIsOneThatIsNotShipped(t *testing.T) {
	told := speech.Of(order.Order{Number: 7, State: "packed", Items: "Lamps.", PlaceTime: placed})
	if told != "Order 7, Lamps, was placed on March 2, 2026 and has not been shipped yet." {
		t.Error(told)
	}
}

func TestALineHasNoBreaksOrControls(t *testing.T) {
	for written, line := range map[string]string{
		"":                          "",
		"  Ordered\ttwice.\r\nNo. ": "Ordered twice. No.",
		"bell\x07\x1b[31m\x00":      "bell[31m",
		"one\u2028two\u0085three":   "one two three",
		"Käse, 请打电话 👩‍👧":            "Käse, 请打电话 👩‍👧",
	} {
		if said := speech.Line(written, 100); said != line {
			t.Errorf("%q is %q", written, said)
		}
	}
}

func TestALineIsCutByCharacters(t *testing.T) {
	for length, line := range map[int]string{10: strings.Repeat("é", 10), 9: strings.Repeat("é", 8) + "…"} {
		if said := speech.Line(strings.Repeat("é", 10), length); said != line {
			t.Errorf("%d: %q", length, said)
		}
	}
}
