package server_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	protophonev1 "protophone/services/orders/gen/protophone/v1"
	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/databasetest"
	"protophone/services/orders/internal/order"
	"protophone/services/orders/internal/probe"
	"protophone/services/orders/internal/server"
	"protophone/services/orders/internal/service"
)

// becomes returns once the tools have a certain health.
func (s *started) becomes(t *testing.T, wanted healthv1.HealthCheckResponse_ServingStatus) {
	t.Helper()
	watching := s.watch(t)
	for watching(t) != wanted {
	}
}

// watch returns what tells the health of the tools, now and whenever it changes.
func (s *started) watch(t *testing.T) func(*testing.T) healthv1.HealthCheckResponse_ServingStatus {
	t.Helper()
	stream, err := s.health.Watch(t.Context(), &healthv1.HealthCheckRequest{Service: server.Name})
	if err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T) healthv1.HealthCheckResponse_ServingStatus {
		t.Helper()
		answer, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		return answer.GetStatus()
	}
}

func TestIsHealthyAsAWholeAndByName(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := start(t, url)
		for _, name := range []string{"", server.Name} {
			answer, err := orders.health.Check(t.Context(), &healthv1.HealthCheckRequest{Service: name})
			if err != nil || answer.GetStatus() != healthv1.HealthCheckResponse_SERVING {
				t.Errorf("%q: %v, %v", name, answer, err)
			}
		}
		_, err := orders.health.Check(t.Context(), &healthv1.HealthCheckRequest{Service: "tools.parcels.v1.ParcelsService"})
		if status.Code(err) != codes.NotFound {
			t.Errorf("another: %v", err)
		}
	})
}

// shown returns what a version of reflection answers; their messages are alike.
func (s *started) shown(t *testing.T, version string, asked *reflectionv1.ServerReflectionRequest) *reflectionv1.ServerReflectionResponse {
	t.Helper()
	method := fmt.Sprintf("/grpc.reflection.%s.ServerReflection/ServerReflectionInfo", version)
	stream, err := s.NewStream(t.Context(), &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, method)
	if err != nil {
		t.Fatal(err)
	}
	answer := new(reflectionv1.ServerReflectionResponse)
	if err := errors.Join(stream.SendMsg(asked), stream.RecvMsg(answer)); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestShowsItsContractWithItsOptions(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	asked := &reflectionv1.ServerReflectionRequest{
		MessageRequest: &reflectionv1.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: server.Name},
	}
	for _, version := range []string{"v1", "v1alpha"} {
		files := orders.shown(t, version, asked).GetFileDescriptorResponse().GetFileDescriptorProto()
		var file descriptorpb.FileDescriptorProto
		if err := proto.Unmarshal(files[0], &file); err != nil {
			t.Fatal(err)
		}
		fills := fillsOf(file.GetMessageType()[slices.IndexFunc(file.GetMessageType(), isCancelRequest)])
		if !slices.Equal(fills, []string{"caller_number=FILL_CALLER_NUMBER", "idempotency_key=FILL_IDEMPOTENCY_KEY"}) {
			t.Errorf("%s fills %v", version, fills)
		}
	}
}

func isCancelRequest(message *descriptorpb.DescriptorProto) bool {
	return message.GetName() == "CancelOrderRequest"
}

func fillsOf(message *descriptorpb.DescriptorProto) (fills []string) {
	for _, field := range message.GetField() {
		options := proto.GetExtension(field.GetOptions(), protophonev1.E_Field).(*protophonev1.FieldOptions)
		if fill := options.GetFill(); fill != protophonev1.Fill_FILL_UNSPECIFIED {
			fills = append(fills, field.GetName()+"="+fill.String())
		}
	}
	return fills
}

// broken is orders that fail as no database does, or with an error.
type broken struct{ err error }

func (broken) Find(context.Context, int64, string) (order.Order, error) {
	panic("secret of the shelves")
}

func (b broken) Cancel(context.Context, order.Cancellation) (order.Outcome, error) {
	return order.Outcome{}, b.err
}

// startBroken serves the broken orders until the test is over.
func startBroken(t *testing.T, orders broken) *started {
	t.Helper()
	listener, address, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &started{stop: stop, address: address, ended: make(chan error, 1)}
	tools := server.New(&service.Service{Orders: orders, Region: "US"})
	go func() { s.ended <- tools.Serve(ctx, listener) }()
	t.Cleanup(func() { s.end(t) })
	s.connect(t)
	return s
}

func TestAPanicEndsItsCallOnly(t *testing.T) {
	orders := startBroken(t, broken{})
	for range 2 {
		_, err := orders.tools.TrackOrder(t.Context(), track(1042))
		if said := refusalOf(t, err); said.code != codes.Internal || said.speech != "Something is wrong with our orders." {
			t.Errorf("it says %+v", said)
		}
	}
}

func TestTellsWhetherAnOrderMayBeCancelledAllTheSame(t *testing.T) {
	secret := errors.New("secret of the shelves")
	for err, words := range map[error]string{
		secret: untouched,
		fmt.Errorf("%w: %w", database.ErrUncertain, secret): "I'm not sure whether the order was cancelled. " +
			"Please ask me to track it before cancelling it again.",
	} {
		_, err := startBroken(t, broken{err}).tools.CancelOrder(t.Context(), cancel(1042, ""))
		expect(t, err, words)
	}
}

func TestEndsAtOnceWithWatchersOfItsHealth(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	health := orders.watch(t)
	first := health(t)
	orders.stop()
	began := time.Now()
	if second := health(t); first != healthv1.HealthCheckResponse_SERVING || second != healthv1.HealthCheckResponse_NOT_SERVING {
		t.Errorf("it was %v, then %v", first, second)
	}
	orders.end(t)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAnAddressThatCannotBeHadIsNamed(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for _, address := range []string{taken.Addr().String(), "192.0.2.1:1"} {
		_, _, err := server.Listen(address)
		if err == nil || !strings.HasPrefix(err.Error(), "SERVICE_ADDRESS "+address+": ") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestKeepsTheNameOfItsHost(t *testing.T) {
	listener, address, err := server.Listen("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	if !strings.HasPrefix(address, "localhost:") || strings.HasSuffix(address, ":0") {
		t.Errorf("it listens on %s", address)
	}
}

func TestCanBeAskedForItsHealthFromBesideIt(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	_, port, _ := net.SplitHostPort(orders.address)
	for _, address := range []string{orders.address, "0.0.0.0:" + port} {
		if err := probe.Check(t.Context(), address, server.Name); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := probe.Check(t.Context(), orders.address, "another"); err == nil {
		t.Error("another serves, too")
	}
	orders.end(t)
	if err := probe.Check(t.Context(), orders.address, server.Name); err == nil {
		t.Error("it serves for ever")
	}
}
