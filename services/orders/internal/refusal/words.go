package refusal

import (
	"fmt"

	"google.golang.org/grpc/codes"

	"protophone/services/orders/internal/order"
)

// What a request is refused for.
var (
	Anonymous = &Refusal{
		Code:   codes.FailedPrecondition,
		Speech: "I can't tell who is calling, so I can't look up any orders.",
	}
	Unknown = &Refusal{
		Code:   codes.NotFound,
		Speech: "I can't find an order with that number for the phone you are calling from.",
	}
	NoNumber = &Refusal{
		Code:    codes.InvalidArgument,
		Speech:  "Which order is it? Please tell me its number.",
		Field:   "order_number",
		Problem: "is not greater than 0",
	}
	LongReason = &Refusal{
		Code:    codes.InvalidArgument,
		Speech:  "That reason is too long. Could you say it in fewer words?",
		Field:   "reason",
		Problem: "is longer than 500 characters",
	}
	ReusedKey = &Refusal{
		Code:    codes.InvalidArgument,
		Speech:  "I have not cancelled that order. Please ask me to cancel it again.",
		Field:   "idempotency_key",
		Problem: "was given before, with another order or for another caller",
	}
	TwoKeys = &Refusal{
		Code:    codes.InvalidArgument,
		Speech:  "I have not cancelled that order. Please ask me to cancel it again.",
		Field:   "idempotency_key",
		Problem: "differs from the idempotency-key in the metadata",
	}
)

// What fails on the service's own side.
var (
	Unreachable = &Refusal{
		Code:   codes.Unavailable,
		Speech: "I can't get to our orders right now.",
	}
	Untouched = &Refusal{
		Code:   codes.Unavailable,
		Speech: "I can't get to our orders right now, so I have not cancelled anything.",
	}
	Unsure = &Refusal{
		Code: codes.Unavailable,
		Speech: "I'm not sure whether the order was cancelled. " +
			"Please ask me to track it before cancelling it again.",
	}
	Broken = &Refusal{
		Code:   codes.Internal,
		Speech: "Something is wrong with our orders.",
	}
)

// Late returns why an order in this state can't be cancelled.
func Late(number int64, state order.State) *Refusal {
	return &Refusal{
		Code:   codes.FailedPrecondition,
		Speech: fmt.Sprintf("Order %d has been %s already, so it can't be cancelled any more.", number, state),
	}
}
