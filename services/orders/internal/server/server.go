// Package server serves the tools, health and reflection, until it is told to stop.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/service"
)

const (
	requestSize   = 256 << 10 // bytes; a request of the contract has a hundredth of that
	headerSize    = 16 << 10  // bytes
	streams       = 1000      // calls at once on one connection
	handshakeTime = 10 * time.Second
	pingTime      = time.Minute // clients that ping oftener are turned away
	graceTime     = 7 * time.Second
	farewellTime  = 250 * time.Millisecond // for the watchers of health to hear of the end
)

// Name is the full name of the tools, by which health knows them.
var Name = ordersv1.OrdersService_ServiceDesc.ServiceName

// Server is a gRPC server around the tools.
type Server struct {
	grpc   *grpc.Server
	health *health.Server
	end    context.CancelFunc // ends the streams
}

// New returns a server of the tools, health and reflection. Its tools are
// NOT_SERVING until SetServing.
func New(tools *service.Service) *Server {
	ctx, end := context.WithCancel(context.Background())
	s := &Server{grpc: grpc.NewServer(options(ctx)...), health: health.NewServer(), end: end}
	s.health.SetServingStatus(Name, healthv1.HealthCheckResponse_NOT_SERVING)
	ordersv1.RegisterOrdersServiceServer(s.grpc, tools)
	healthv1.RegisterHealthServer(s.grpc, s.health)
	reflection.Register(s.grpc)
	return s
}

// options returns those of a server whose streams end with the context.
func options(ctx context.Context) []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(requestSize),
		grpc.MaxHeaderListSize(headerSize),
		grpc.MaxConcurrentStreams(streams),
		grpc.ConnectionTimeout(handshakeTime),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: pingTime, PermitWithoutStream: true}),
		grpc.UnaryInterceptor(answered),
		grpc.StreamInterceptor(endingWith(ctx)),
	}
}

// SetServing tells that the tools can be used.
func (s *Server) SetServing() {
	s.health.SetServingStatus(Name, healthv1.HealthCheckResponse_SERVING)
}

// Serve answers calls until the context ends, and then finishes those that run,
// within the grace time.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.grpc.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		s.drain()
		return nil
	}
}

// drain tells everybody that it ends, and waits for the calls that run. A watcher
// of health would be waited for for ever, so its stream ends once it has been told.
func (s *Server) drain() {
	s.health.Shutdown()
	defer time.AfterFunc(farewellTime, s.end).Stop()
	defer time.AfterFunc(graceTime, s.grpc.Stop).Stop()
	s.grpc.GracefulStop()
}

// Listen returns a listener at the address, host:port, and the address with the
// port that was taken.
func Listen(address string) (net.Listener, string, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, "", fmt.Errorf("SERVICE_ADDRESS %s: %w", address, reasonOf(err))
	}
	host, _, _ := net.SplitHostPort(address)
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return listener, net.JoinHostPort(host, port), nil
}

// reasonOf returns why it can't be listened, without the address once more.
func reasonOf(err error) error {
	var failure *net.OpError
	if errors.As(err, &failure) {
		return failure.Err
	}
	return err
}
