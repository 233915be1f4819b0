package service

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/order"
	"protophone/services/orders/internal/speech"
)

// How much of what the shop has written is passed on, in characters.
const (
	itemsLength = 200
	nameLength  = 100
)

var states = map[order.State]ordersv1.State{
	order.Placed:    ordersv1.State_STATE_PLACED,
	order.Shipped:   ordersv1.State_STATE_SHIPPED,
	order.Delivered: ordersv1.State_STATE_DELIVERED,
	order.Cancelled: ordersv1.State_STATE_CANCELLED,
}

func tracked(o order.Order) *ordersv1.TrackOrderResponse {
	o.Items = speech.Line(o.Items, itemsLength)
	o.Carrier = speech.Line(o.Carrier, nameLength)
	response := &ordersv1.TrackOrderResponse{
		Speech:       speech.Of(o),
		State:        states[o.State],
		StateTime:    timestamppb.New(o.StateTime),
		Items:        o.Items,
		PlaceTime:    timestamppb.New(o.PlaceTime),
		Carrier:      o.Carrier,
		TrackingCode: speech.Line(o.TrackingCode, nameLength),
	}
	if !o.ExpectedDate.IsZero() {
		response.ExpectedDate = o.ExpectedDate.Format(time.DateOnly)
	}
	return response
}

func cancelled(number int64, outcome order.Outcome) *ordersv1.CancelOrderResponse {
	return &ordersv1.CancelOrderResponse{
		Speech:     speech.OfCancelled(number),
		CancelTime: timestamppb.New(outcome.Time),
	}
}
