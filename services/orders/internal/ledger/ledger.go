// Package ledger keeps the orders, each for whoever ordered it.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/order"
)

// ErrNotFound is what is said of an order that isn't there, or is another's.
var ErrNotFound = errors.New("no such order of theirs")

// Ledger is the orders in one database.
type Ledger struct {
	Database *database.Database
}

// Find returns the order of this number and of whoever has this phone, in E.164,
// or ErrNotFound.
func (l Ledger) Find(ctx context.Context, number int64, phone string) (order.Order, error) {
	var found order.Order
	err := l.Database.Read(ctx, func(db *sql.DB) (err error) {
		found, err = find(ctx, db, number, phone)
		return err
	})
	return found, err
}

func find(ctx context.Context, db *sql.DB, number int64, phone string) (order.Order, error) {
	row := db.QueryRowContext(ctx, `
		SELECT number, phone, state, state_time, items, place_time, expected_date, carrier, tracking_code
		FROM orders WHERE number = $1 AND phone = $2`, number, phone)
	var found order.Order
	var expected sql.Null[time.Time]
	err := row.Scan(&found.Number, &found.Phone, &found.State, &found.StateTime, &found.Items,
		&found.PlaceTime, &expected, &found.Carrier, &found.TrackingCode)
	found.ExpectedDate = expected.V
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return found, err
}

// PutSample puts sample orders into a ledger that is empty.
func (l Ledger) PutSample(ctx context.Context, orders []order.Order) error {
	return l.Database.Write(ctx, func(tx *sql.Tx) error {
		var filled bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM orders)").Scan(&filled)
		if err != nil || filled {
			return err
		}
		for _, each := range orders {
			if err := put(ctx, tx, each); err != nil {
				return err
			}
		}
		return nil
	})
}

// put adds an order, unless another process has just done so.
func put(ctx context.Context, tx *sql.Tx, o order.Order) error {
	expected := sql.Null[string]{V: o.ExpectedDate.Format(time.DateOnly), Valid: !o.ExpectedDate.IsZero()}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO orders (number, phone, state, state_time, items, place_time, expected_date, carrier, tracking_code)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
		o.Number, o.Phone, o.State, o.StateTime, o.Items, o.PlaceTime, expected, o.Carrier, o.TrackingCode)
	return err
}
