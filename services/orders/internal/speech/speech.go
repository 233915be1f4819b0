// Package speech puts orders into words that are fit to be read aloud.
package speech

import (
	"fmt"
	"strings"
	"time"

	"protophone/services/orders/internal/order"
)

// Spoken is how a day is written so that it is read aloud as people say it.
const Spoken = "January 2, 2006"

// Of returns one sentence: what has become of the order, and when it should arrive.
func Of(o order.Order) string {
	return fmt.Sprintf("Order %d%s %s%s.", o.Number, named(o.Items), became(o), expected(o))
}

// OfCancelled returns one sentence that confirms it.
func OfCancelled(number int64) string {
	return fmt.Sprintf("Order %d is cancelled.", number)
}

func named(items string) string {
	if items == "" {
		return ""
	}
	return ", " + strings.TrimRight(items, ".") + ","
}

func became(o order.Order) string {
	switch o.State {
	case order.Shipped:
		return "was shipped on " + date(o.StateTime) + by(o.Carrier)
	case order.Delivered, order.Cancelled:
		return fmt.Sprintf("was %s on %s", o.State, date(o.StateTime))
	default:
		return "was placed on " + date(o.PlaceTime) + " and has not been shipped yet"
	}
}

func by(carrier string) string {
	if carrier == "" {
		return ""
	}
	return " by " + carrier
}

func expected(o order.Order) string {
	isOver := o.State == order.Delivered || o.State == order.Cancelled
	if isOver || o.ExpectedDate.IsZero() {
		return ""
	}
	return "; it should arrive on " + date(o.ExpectedDate)
}

func date(moment time.Time) string { return moment.UTC().Format(Spoken) }
