package server_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/databasetest"
)

const (
	away      = "I can't get to our orders right now."
	untouched = "I can't get to our orders right now, so I have not cancelled anything."
)

// patience is a deadline of which a tenth is enough for words to come home by.
const patience = 1500 * time.Millisecond

// lock has statements wait for a lock that another process holds, until release.
func lock(t *testing.T, url, statement string) (release func()) {
	t.Helper()
	source, err := database.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	other, err := database.Open(source)
	if err != nil {
		t.Fatal(err)
	}
	held, end, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		_ = other.Write(context.Background(), func(tx *sql.Tx) error {
			_, err := tx.Exec(statement)
			close(held)
			<-end
			return err
		})
		other.Close()
	}()
	<-held
	return func() {
		close(end)
		<-over
	}
}

const (
	lockSQLite   = "DELETE FROM cancellation"
	lockPostgres = "LOCK TABLE orders"
)

func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), limit)
	t.Cleanup(stop)
	return ctx
}

func expect(t *testing.T, err error, speech string) {
	t.Helper()
	if said := refusalOf(t, err); said.code != codes.Unavailable || said.speech != speech {
		t.Errorf("it says %+v", said)
	}
}

func TestSpeaksBeforeTheDeadlineOfASlowDatabase(t *testing.T) {
	url := databasetest.Shared(t).Empty(t)
	orders := start(t, url)
	release := lock(t, url, lockPostgres)
	_, tracked := orders.tools.TrackOrder(within(t, patience), track(1042))
	_, cancelled := orders.tools.CancelOrder(within(t, patience), cancel(1043, "k"))
	release()
	expect(t, tracked, away)
	expect(t, cancelled, untouched)
	if told := orders.track(t, 1043); told.GetState() != ordersv1.State_STATE_PLACED {
		t.Errorf("it tells %v", told)
	}
}

func TestTracksButDoesNotCancelWhileAnotherProcessWrites(t *testing.T) {
	url := databasetest.SQLite(t)
	orders := start(t, url)
	release := lock(t, url, lockSQLite)
	told := orders.track(t, 1043)
	_, err := orders.tools.CancelOrder(within(t, patience), cancel(1043, "k"))
	release()
	expect(t, err, untouched)
	if told.GetState() != ordersv1.State_STATE_PLACED {
		t.Errorf("it tells %v", told)
	}
	if _, err := orders.tools.CancelOrder(t.Context(), cancel(1043, "k")); err != nil {
		t.Error(err)
	}
}

// waiting counts the statements that wait for a lock.
func waiting(t *testing.T, postgres *databasetest.Server) int {
	t.Helper()
	return postgres.Ask(t, "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01) WHERE wait_event_type = 'Lock'")
}

func TestStopsTheStatementOfACallerWhoHungUp(t *testing.T) {
	postgres := databasetest.Shared(t)
	url := postgres.Empty(t)
	orders := start(t, url)
	release := lock(t, url, lockPostgres)
	defer release()
	ctx, hangUp := context.WithCancel(t.Context())
	go func() { _, _ = orders.tools.TrackOrder(ctx, track(1042)) }()
	for waiting(t, postgres) != 1 {
	}
	hangUp()
	for waiting(t, postgres) != 0 {
	}
}

func TestSpeaksWhileTheDatabaseIsGoneAndRecovers(t *testing.T) {
	postgres := databasetest.Shared(t)
	orders := start(t, postgres.Empty(t))
	for _, how := range databasetest.Stops {
		postgres.Stop(t, how)
		_, tracked := orders.tools.TrackOrder(within(t, 5*time.Second), track(1042))
		_, cancelled := orders.tools.CancelOrder(within(t, 5*time.Second), cancel(1043, "k"))
		postgres.Start(t)
		expect(t, tracked, away)
		expect(t, cancelled, untouched)
		orders.track(t, 1042)
	}
}

func TestSpeaksWhileTheDatabaseIsSilent(t *testing.T) {
	postgres := databasetest.Shared(t)
	orders := start(t, postgres.Empty(t))
	postgres.Freeze(t)
	for range 2 {
		_, err := orders.tools.TrackOrder(within(t, patience), track(1042))
		expect(t, err, away)
	}
}

func TestSaysNothingOfWhatTheDatabaseSays(t *testing.T) {
	postgres := databasetest.Shared(t)
	url := postgres.Empty(t)
	orders := start(t, url)
	schema := url[strings.LastIndex(url, "=")+1:]
	postgres.Execute(t, "ALTER TABLE "+schema+".orders RENAME TO secret")
	_, tracked := orders.tools.TrackOrder(t.Context(), track(1042))
	_, cancelled := orders.tools.CancelOrder(t.Context(), cancel(1043, "k"))
	expect(t, tracked, away)
	expect(t, cancelled, untouched)
}

func TestWaitsForADatabaseThatIsAway(t *testing.T) {
	postgres := databasetest.Shared(t)
	url := postgres.Empty(t)
	postgres.Stop(t, databasetest.Fast)
	orders := start(t, url)
	orders.becomes(t, healthv1.HealthCheckResponse_NOT_SERVING)
	_, err := orders.tools.TrackOrder(t.Context(), track(1042))
	expect(t, err, away)
	if answer, err := orders.health.Check(t.Context(), &healthv1.HealthCheckRequest{}); err != nil ||
		answer.GetStatus() != healthv1.HealthCheckResponse_SERVING {
		t.Errorf("as a whole: %v, %v", answer, err)
	}
	postgres.Start(t)
	orders.becomes(t, healthv1.HealthCheckResponse_SERVING)
	orders.track(t, 1042)
}

// begin sends a call, and returns once it has arrived, with what waits for its end.
func (s *started) begin(t *testing.T, request *ordersv1.CancelOrderRequest) (end func() error) {
	t.Helper()
	stream, err := s.NewStream(within(t, 5*time.Second), &grpc.StreamDesc{}, ordersv1.OrdersService_CancelOrder_FullMethodName)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(stream.SendMsg(request), stream.CloseSend()); err != nil {
		t.Fatal(err)
	}
	// What is answered after it was sent after it.
	if _, err := s.health.Check(t.Context(), &healthv1.HealthCheckRequest{}); err != nil {
		t.Fatal(err)
	}
	return func() error { return stream.RecvMsg(new(ordersv1.CancelOrderResponse)) }
}

func TestFinishesACallBeforeItEnds(t *testing.T) {
	url := databasetest.SQLite(t)
	orders := start(t, url)
	release := lock(t, url, lockSQLite)
	health := orders.watch(t)
	end := orders.begin(t, cancel(1043, "k"))
	_ = health(t)
	orders.stop()
	if after := health(t); after != healthv1.HealthCheckResponse_NOT_SERVING {
		t.Errorf("it is %v", after)
	}
	release()
	if err := end(); err != nil {
		t.Error(err)
	}
	orders.end(t)
}
