// Package service answers for the orders of whoever is calling, and nobody else's.
package service

import (
	"context"
	"errors"
	"log/slog"
	"time"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/ledger"
	"protophone/services/orders/internal/order"
	"protophone/services/orders/internal/phone"
	"protophone/services/orders/internal/refusal"
)

// Orders is where the orders are kept: a ledger.Ledger, with its errors.
type Orders interface {
	Find(ctx context.Context, number int64, phone string) (order.Order, error)
	Cancel(ctx context.Context, wish order.Cancellation) (order.Outcome, error)
}

// Service is the tools of tools.orders.v1.
type Service struct {
	ordersv1.UnimplementedOrdersServiceServer
	Orders Orders
	Region string // the country of phone numbers without a +
}

// TrackOrder tells where one of the caller's orders is.
func (s *Service) TrackOrder(
	ctx context.Context, request *ordersv1.TrackOrderRequest,
) (*ordersv1.TrackOrderResponse, error) {
	caller, err := s.callerOf(request.GetCallerNumber())
	if err != nil {
		return nil, err
	}
	number, err := numberOf(request.GetOrderNumber())
	if err != nil {
		return nil, err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	found, err := s.Orders.Find(ctx, number, caller)
	if err != nil {
		return nil, refused(ctx, err, refusal.Unreachable)
	}
	return tracked(found), nil
}

// CancelOrder cancels one of the caller's orders, once for each key.
func (s *Service) CancelOrder(
	ctx context.Context, request *ordersv1.CancelOrderRequest,
) (*ordersv1.CancelOrderResponse, error) {
	wish, err := s.wishOf(ctx, request)
	if err != nil {
		return nil, err
	}
	ctx, cancel := within(ctx)
	defer cancel()
	outcome, err := s.Orders.Cancel(ctx, wish)
	if err != nil {
		return nil, refused(ctx, err, refusal.Untouched)
	}
	if outcome.State != order.Cancelled {
		return nil, refusal.Late(wish.Number, outcome.State)
	}
	return cancelled(wish.Number, outcome), nil
}

// callerOf returns the number of whoever is calling, in E.164; the error is a
// refusal.
func (s *Service) callerOf(number string) (string, error) {
	caller, err := phone.Normalize(number, s.Region)
	if err != nil {
		return "", refusal.Anonymous
	}
	return caller, nil
}

// wishOf returns what the request asks for; the error is a refusal.
func (s *Service) wishOf(
	ctx context.Context, request *ordersv1.CancelOrderRequest,
) (wish order.Cancellation, err error) {
	if wish.Phone, err = s.callerOf(request.GetCallerNumber()); err != nil {
		return wish, err
	}
	if wish.Number, err = numberOf(request.GetOrderNumber()); err != nil {
		return wish, err
	}
	if wish.Reason, err = reasonOf(request.GetReason()); err != nil {
		return wish, err
	}
	wish.Time = time.Now().UTC()
	wish.Key, err = keyOf(ctx, request.GetIdempotencyKey())
	return wish, err
}

// refused returns what the caller hears of an error of the orders. What the
// database says of itself is for the log.
func refused(ctx context.Context, err error, otherwise *refusal.Refusal) error {
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		return refusal.Unknown
	case errors.Is(err, ledger.ErrReused):
		return refusal.ReusedKey
	case errors.Is(err, database.ErrUncertain):
		otherwise = refusal.Unsure
	}
	if !errors.Is(err, context.Canceled) { // which means that nobody listens any more
		slog.WarnContext(ctx, "the database failed", "error", err)
	}
	return otherwise
}
