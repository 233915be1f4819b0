package server_test

import (
	"context"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/config"
	"protophone/services/orders/internal/databasetest"
	"protophone/services/orders/internal/order"
	"protophone/services/orders/internal/server"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

const beyond = 1<<53 + 1 // which a double can't hold

// started is a server that runs, and a client's connection to it.
type started struct {
	*grpc.ClientConn
	tools   ordersv1.OrdersServiceClient
	health  healthv1.HealthClient
	address string
	stop    context.CancelFunc
	ended   chan error
}

// start serves the sample orders, or those that a database has already, until the
// test is over.
func start(t *testing.T, url string) *started {
	t.Helper()
	settings, err := config.Read(func(name string) string {
		return map[string]string{
			"SERVICE_ADDRESS": "127.0.0.1:0", "ORDERS_DATABASE_URL": url, "ORDERS_SAMPLE": "1",
		}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &started{stop: stop, ended: make(chan error, 1)}
	addresses := make(chan string, 1)
	go func() {
		s.ended <- server.Run(ctx, settings, func(address string) { addresses <- address })
	}()
	select {
	case s.address = <-addresses:
	case err := <-s.ended:
		t.Fatal(err)
	}
	t.Cleanup(func() { s.end(t) })
	s.connect(t)
	return s
}

func (s *started) connect(t *testing.T) {
	t.Helper()
	connection, err := grpc.NewClient(
		"passthrough:///"+s.address, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithNoProxy(),
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	s.ClientConn = connection
	s.tools = ordersv1.NewOrdersServiceClient(connection)
	s.health = healthv1.NewHealthClient(connection)
}

// end stops the server, once, and waits for it.
func (s *started) end(t *testing.T) {
	t.Helper()
	s.stop()
	if s.ended == nil {
		return
	}
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
	s.ended = nil
}

func (s *started) track(t *testing.T, number int64) *ordersv1.TrackOrderResponse {
	t.Helper()
	told, err := s.tools.TrackOrder(t.Context(), track(number))
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func track(number int64) *ordersv1.TrackOrderRequest {
	return &ordersv1.TrackOrderRequest{CallerNumber: order.Owner, OrderNumber: number}
}

func cancel(number int64, key string) *ordersv1.CancelOrderRequest {
	return &ordersv1.CancelOrderRequest{CallerNumber: order.Owner, OrderNumber: number, IdempotencyKey: key}
}

// refusal is what a status says.
type refusal struct {
	code   codes.Code
	speech string
	field  string
}

func refusalOf(t *testing.T, err error) refusal {
	t.Helper()
	said := status.Convert(err)
	found := refusal{code: said.Code()}
	for _, detail := range said.Details() {
		switch detail := detail.(type) {
		case *errdetails.LocalizedMessage:
			found.speech = detail.GetMessage()
		case *errdetails.BadRequest:
			found.field = detail.GetFieldViolations()[0].GetField()
		}
	}
	if found.speech != said.Message() {
		t.Errorf("it says %q, and the status %q", found.speech, said.Message())
	}
	return found
}
