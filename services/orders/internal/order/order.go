// Package order knows what an order is, and what may become of it.
package order

import "time"

// State is what has become of an order.
type State string

// The states of an order. Only a placed one can be cancelled.
const (
	Placed    State = "placed"
	Shipped   State = "shipped"
	Delivered State = "delivered"
	Cancelled State = "cancelled"
)

// Order is what a shop knows of one order.
type Order struct {
	Number       int64
	Phone        string // of whoever ordered, in E.164
	State        State
	StateTime    time.Time // since when it is in its state
	Items        string
	PlaceTime    time.Time
	ExpectedDate time.Time // the day it should arrive; zero where that is not known
	Carrier      string
	TrackingCode string
}

// Cancellation is the wish to cancel an order.
type Cancellation struct {
	Number int64
	Phone  string // of whoever wishes it, in E.164
	Reason string
	Time   time.Time
	Key    string // recognises the wish when it is repeated; empty for none
}

// Outcome is what a cancellation came to: what the order is afterwards.
type Outcome struct {
	State State
	Time  time.Time // since when
}
