package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/databasetest"
	"protophone/services/orders/internal/ledger"
	"protophone/services/orders/internal/order"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

const (
	beyond   = int64(1<<53 + 1) // which a double can't hold
	stranger = "+12025550119"
)

var now = time.Date(2026, 3, 5, 12, 30, 0, 123456000, time.UTC)

// open returns the orders in a database, as one process has them open.
func open(t *testing.T, url string) ledger.Ledger {
	t.Helper()
	source, err := database.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := database.Open(source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opened.Close)
	if err := opened.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ledger.Ledger{Database: opened}
}

// sampled returns the sample orders of the moment now.
func sampled(t *testing.T, url string) ledger.Ledger {
	t.Helper()
	orders := open(t, url)
	if err := orders.PutSample(t.Context(), order.Sample(now)); err != nil {
		t.Fatal(err)
	}
	return orders
}

// set has the shop say what has become of an order.
func set(t *testing.T, orders ledger.Ledger, number int64, state order.State) {
	t.Helper()
	err := orders.Database.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE orders SET state = $1 WHERE number = $2", state, number)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wish(number int64, key string) order.Cancellation {
	return order.Cancellation{Number: number, Phone: order.Owner, Reason: "Twice.", Key: key, Time: now}
}

func TestFindsAnOrderByItsExactNumber(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		for _, kept := range order.Sample(now) {
			found, err := orders.Find(t.Context(), kept.Number, kept.Phone)
			if err != nil {
				t.Fatalf("order %d: %v", kept.Number, err)
			}
			if !same(found, kept) {
				t.Errorf("found %+v, not %+v", found, kept)
			}
		}
	})
}

// same compares orders: a database keeps moments, but not their zones, and days.
func same(one, two order.Order) bool {
	alike := one.StateTime.Equal(two.StateTime) && one.PlaceTime.Equal(two.PlaceTime) &&
		one.ExpectedDate.Format(time.DateOnly) == two.ExpectedDate.Format(time.DateOnly)
	one.StateTime, one.PlaceTime, one.ExpectedDate = two.StateTime, two.PlaceTime, two.ExpectedDate
	return alike && one == two
}

const shops = `
	INSERT INTO orders (number, phone, state, state_time, items, place_time, expected_date)
	VALUES (2041, '+12025550142', 'placed', '2026-03-05 09:30:00Z', 'a wool hat', '2026-03-05 09:30:00Z', '2026-03-09')`

func TestFindsWhatTheShopWrites(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := open(t, url)
		err := orders.Database.Write(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.Exec(shops)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		written := time.Date(2026, 3, 5, 9, 30, 0, 0, time.UTC)
		found, err := orders.Find(t.Context(), 2041, order.Owner)
		if err != nil || !same(found, order.Order{
			Number: 2041, Phone: order.Owner, State: order.Placed, Items: "a wool hat",
			StateTime: written, PlaceTime: written, ExpectedDate: written.AddDate(0, 0, 4),
		}) {
			t.Errorf("found %+v, %v", found, err)
		}
	})
}

func TestWritesTimesThatOthersCanRead(t *testing.T) {
	orders := sampled(t, databasetest.SQLite(t))
	var first string
	err := orders.Database.Read(t.Context(), func(db *sql.DB) error {
		return db.QueryRow("SELECT datetime(state_time) FROM orders WHERE number = 1042").Scan(&first)
	})
	if err != nil || first != "2026-03-04 12:30:00" {
		t.Errorf("one reads %q, %v", first, err)
	}
}

func TestFindsNobodyElsesOrder(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		for _, asked := range []struct {
			number int64
			phone  string
		}{{1044, order.Owner}, {1042, stranger}, {1, order.Owner}, {beyond + 1, order.Owner}, {1042, ""}} {
			if _, err := orders.Find(t.Context(), asked.number, asked.phone); !errors.Is(err, ledger.ErrNotFound) {
				t.Errorf("%+v: %v", asked, err)
			}
		}
	})
}

func TestCancelsWhatIsPlaced(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		outcome, err := orders.Cancel(t.Context(), wish(beyond, ""))
		if err != nil || outcome.State != order.Cancelled || !outcome.Time.Equal(now) {
			t.Fatalf("it came to %+v, %v", outcome, err)
		}
		for number, state := range map[int64]order.State{beyond: order.Cancelled, beyond - 1: order.Delivered, 1043: order.Placed} {
			if found, err := orders.Find(t.Context(), number, order.Owner); err != nil || found.State != state {
				t.Errorf("order %d is %q, %v", number, found.State, err)
			}
		}
	})
}

func TestKeepsTheReason(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		if _, err := orders.Cancel(t.Context(), wish(1043, "k")); err != nil {
			t.Fatal(err)
		}
		var reason string
		err := orders.Database.Read(t.Context(), func(db *sql.DB) error {
			return db.QueryRow("SELECT cancel_reason FROM orders WHERE number = 1043").Scan(&reason)
		})
		if err != nil || reason != "Twice." {
			t.Errorf("the reason is %q, %v", reason, err)
		}
	})
}

func TestLeavesWhatIsUnderWay(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		for number, state := range map[int64]order.State{1042: order.Shipped, 1 << 53: order.Delivered} {
			outcome, err := orders.Cancel(t.Context(), wish(number, ""))
			if err != nil || outcome.State != state {
				t.Errorf("order %d came to %+v, %v", number, outcome, err)
			}
		}
	})
}

func TestCancelsNobodyElsesOrder(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		if _, err := orders.Cancel(t.Context(), wish(1044, "k")); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("it came to %v", err)
		}
		if found, err := orders.Find(t.Context(), 1044, stranger); err != nil || found.State != order.Placed {
			t.Errorf("the order is %q, %v", found.State, err)
		}
	})
}

func TestAnOrderStaysCancelledSinceItWas(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		later := wish(1043, "two")
		later.Time = now.Add(time.Hour)
		for _, each := range []order.Cancellation{wish(1043, "one"), later} {
			outcome, err := orders.Cancel(t.Context(), each)
			if err != nil || outcome.State != order.Cancelled || !outcome.Time.Equal(now) {
				t.Errorf("it came to %+v, %v", outcome, err)
			}
		}
	})
}

func TestASampleGoesIntoAnEmptyLedgerOnly(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		set(t, orders, 1043, order.Shipped)
		if err := orders.PutSample(t.Context(), order.Sample(now)[1:]); err != nil {
			t.Fatal(err)
		}
		if found, err := orders.Find(t.Context(), 1043, order.Owner); err != nil || found.State != order.Shipped {
			t.Errorf("the order is %q, %v", found.State, err)
		}
	})
}

func TestKeepsOrdersByE164Only(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := open(t, url)
		for _, phone := range []string{"", "+", "12025550142", "+0123", "+1 202 555 0142", "+1202555014x", "+1234567890123456"} {
			wrong := order.Order{Number: 1, Phone: phone, State: order.Placed, StateTime: now, PlaceTime: now}
			if err := orders.PutSample(t.Context(), []order.Order{wrong}); err == nil {
				t.Errorf("kept an order of %q", phone)
			}
		}
	})
}

func TestLeavesAnOrderAloneWhenTheCallerHasGone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := orders.Cancel(gone, wish(1043, "k")); !errors.Is(err, context.Canceled) {
			t.Errorf("it came to %v", err)
		}
		if found, err := orders.Find(t.Context(), 1043, order.Owner); err != nil || found.State != order.Placed {
			t.Errorf("the order is %q, %v", found.State, err)
		}
	})
}
