package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"protophone/services/orders/internal/order"
)

// ErrReused is what is said of a key that was given with another order before.
var ErrReused = errors.New("the key belongs to another order")

// Cancel cancels an order that is placed, and returns what it is then, or
// ErrNotFound.
//
// The same key has one effect and one outcome, however often it is given, whenever
// and to whichever process: whoever comes second waits, in the database, for the
// first to be done. With another order or phone it is ErrReused. Other errors are
// the database's; unless one is database.ErrUncertain, nothing was changed.
func (l Ledger) Cancel(ctx context.Context, wish order.Cancellation) (order.Outcome, error) {
	var outcome order.Outcome
	err := l.Database.Write(ctx, func(tx *sql.Tx) (err error) {
		outcome, err = once(ctx, tx, wish)
		return err
	})
	if err == nil && outcome.State == "" {
		err = ErrNotFound
	}
	return outcome, err
}

// once returns what the wish comes to, or has come to before.
func once(ctx context.Context, tx *sql.Tx, wish order.Cancellation) (order.Outcome, error) {
	if wish.Key == "" {
		return cancel(ctx, tx, wish)
	}
	isFirst, err := claim(ctx, tx, wish)
	if err != nil {
		return order.Outcome{}, err
	}
	if !isFirst {
		return recall(ctx, tx, wish)
	}
	outcome, err := cancel(ctx, tx, wish)
	if err != nil {
		return outcome, err
	}
	return outcome, record(ctx, tx, wish, outcome)
}

// cancel changes the order if that may still be, and returns what it is then; a
// state of "" means that there is none.
func cancel(ctx context.Context, tx *sql.Tx, wish order.Cancellation) (order.Outcome, error) {
	var outcome order.Outcome
	_, err := tx.ExecContext(ctx, `
		UPDATE orders SET state = $1, state_time = $2, cancel_reason = $3
		WHERE number = $4 AND phone = $5 AND state = $6`,
		order.Cancelled, wish.Time, wish.Reason, wish.Number, wish.Phone, order.Placed)
	if err != nil {
		return outcome, err
	}
	err = tx.QueryRowContext(ctx, "SELECT state, state_time FROM orders WHERE number = $1 AND phone = $2",
		wish.Number, wish.Phone).Scan(&outcome.State, &outcome.Time)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return outcome, err
}

// claim tells whether the key is new, and then keeps it for this wish.
func claim(ctx context.Context, tx *sql.Tx, wish order.Cancellation) (bool, error) {
	result, err := tx.ExecContext(ctx, `
		INSERT INTO cancellation (key, number, phone, time)
		VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		hashed(wish.Key), wish.Number, wish.Phone, wish.Time)
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// recall returns what was recorded under the key, or ErrReused.
func recall(ctx context.Context, tx *sql.Tx, wish order.Cancellation) (order.Outcome, error) {
	var first order.Cancellation
	var outcome order.Outcome
	var since sql.Null[time.Time]
	err := tx.QueryRowContext(ctx, "SELECT number, phone, outcome, outcome_time FROM cancellation WHERE key = $1",
		hashed(wish.Key)).Scan(&first.Number, &first.Phone, &outcome.State, &since)
	if err == nil && (first.Number != wish.Number || first.Phone != wish.Phone) {
		err = ErrReused
	}
	outcome.Time = since.V
	return outcome, err
}

// record keeps what the wish has come to under its key.
func record(ctx context.Context, tx *sql.Tx, wish order.Cancellation, outcome order.Outcome) error {
	since := sql.Null[time.Time]{V: outcome.Time, Valid: outcome.State != ""}
	_, err := tx.ExecContext(ctx, "UPDATE cancellation SET outcome = $1, outcome_time = $2 WHERE key = $3",
		outcome.State, since, hashed(wish.Key))
	return err
}

// hashed returns what stands for a key in the database, so that any key will do.
func hashed(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
