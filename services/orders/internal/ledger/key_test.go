package ledger_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"protophone/services/orders/internal/databasetest"
	"protophone/services/orders/internal/ledger"
	"protophone/services/orders/internal/order"
)

func TestAKeyHasOneOutcomeWhateverHappensToTheOrder(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		for _, first := range []order.State{order.Placed, order.Shipped, order.Cancelled} {
			orders := sampled(t, url)
			set(t, orders, 1043, first)
			before, err := orders.Cancel(t.Context(), wish(1043, string(first)))
			if err != nil {
				t.Fatal(err)
			}
			set(t, orders, 1043, order.Placed)
			after, err := open(t, url).Cancel(t.Context(), wish(1043, string(first)))
			if err != nil || after.State != before.State || !after.Time.Equal(before.Time) {
				t.Errorf("first %+v, then %+v, %v", before, after, err)
			}
			if found, _ := orders.Find(t.Context(), 1043, order.Owner); found.State != order.Placed {
				t.Errorf("the second time had an effect: %q", found.State)
			}
		}
	})
}

func TestAKeyWithoutAnOrderHasOneOutcomeToo(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := open(t, url)
		_, before := orders.Cancel(t.Context(), wish(1043, "k"))
		_, after := sampled(t, url).Cancel(t.Context(), wish(1043, "k"))
		if !errors.Is(before, ledger.ErrNotFound) || !errors.Is(after, ledger.ErrNotFound) {
			t.Errorf("first %v, then %v", before, after)
		}
	})
}

func TestAKeyIsBoundToItsOrderAndCaller(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := sampled(t, url)
		if _, err := orders.Cancel(t.Context(), wish(1043, "k")); err != nil {
			t.Fatal(err)
		}
		another := wish(1043, "k")
		another.Phone = stranger
		for _, each := range []order.Cancellation{wish(beyond, "k"), another} {
			if _, err := orders.Cancel(t.Context(), each); !errors.Is(err, ledger.ErrReused) {
				t.Errorf("order %d of %s: %v", each.Number, each.Phone, err)
			}
		}
		if found, err := orders.Find(t.Context(), beyond, order.Owner); err != nil || found.State != order.Placed {
			t.Errorf("the other order is %q, %v", found.State, err)
		}
	})
}

// together makes all wishes at once, as two processes, and returns what came of each.
func together(t *testing.T, url string, wishes []order.Cancellation) ([]order.Outcome, []error) {
	t.Helper()
	processes := []ledger.Ledger{open(t, url), open(t, url)}
	outcomes, failures := make([]order.Outcome, len(wishes)), make([]error, len(wishes))
	var group sync.WaitGroup
	for i, each := range wishes {
		group.Go(func() { outcomes[i], failures[i] = processes[i%2].Cancel(t.Context(), each) })
	}
	group.Wait()
	return outcomes, failures
}

func TestOfManyAtOnceOneHasAnEffectAndAllTheSameOutcome(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		sampled(t, url)
		wishes := make([]order.Cancellation, 40)
		for i := range wishes {
			wishes[i] = wish(1043, "k")
			wishes[i].Time = now.Add(time.Duration(i) * time.Second)
		}
		outcomes, failures := together(t, url, wishes)
		for i, outcome := range outcomes {
			if failures[i] != nil || outcome.State != order.Cancelled || !outcome.Time.Equal(outcomes[0].Time) {
				t.Errorf("the first came to %+v, one to %+v, %v", outcomes[0], outcome, failures[i])
			}
		}
	})
}

func TestOfTwoOrdersWithOneKeyOneIsCancelled(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		sampled(t, url)
		_, failures := together(t, url, []order.Cancellation{wish(1043, "k"), wish(beyond, "k")})
		if (failures[0] == nil) == (failures[1] == nil) {
			t.Fatalf("both ended alike: %v", failures)
		}
		if err := errors.Join(failures...); !errors.Is(err, ledger.ErrReused) {
			t.Errorf("one ended with %v", err)
		}
	})
}
