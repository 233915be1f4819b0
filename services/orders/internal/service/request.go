package service

import (
	"cmp"
	"context"
	"time"
	"unicode/utf8"

	"google.golang.org/grpc/metadata"

	"protophone/services/orders/internal/refusal"
	"protophone/services/orders/internal/speech"
)

const (
	longest      = 5 * time.Second // how long the database is waited for without a deadline
	reasonLength = 500             // characters
	keyHeader    = "idempotency-key"
)

// within returns the context in which the database is waited for: nine tenths of
// the time left, so that the rest carries the words home.
func within(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := longest
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline)*9/10)
	}
	return context.WithTimeout(ctx, limit)
}

func numberOf(number int64) (int64, error) {
	if number <= 0 {
		return 0, refusal.NoNumber
	}
	return number, nil
}

func reasonOf(said string) (string, error) {
	if utf8.RuneCountInString(said) > reasonLength {
		return "", refusal.LongReason
	}
	return speech.Line(said, reasonLength), nil
}

// keyOf returns the idempotency key, or "" if none is given. The field and the
// metadata are two ways to give the same key, for services in languages where one
// of them is awkward.
func keyOf(ctx context.Context, field string) (string, error) {
	key := field
	for _, other := range metadata.ValueFromIncomingContext(ctx, keyHeader) {
		if key != "" && other != "" && other != key {
			return "", refusal.TwoKeys
		}
		key = cmp.Or(key, other)
	}
	return key, nil
}
