// Package probe asks the service beside it whether it serves.
package probe

import (
	"context"
	"fmt"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
)

const answerTime = 3 * time.Second

// Check returns an error unless the named service answers at the address, in
// time, that it serves.
func Check(ctx context.Context, address, name string) error {
	connection, err := grpc.NewClient(
		"passthrough:///"+local(address),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithNoProxy(),
	)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	answer, err := healthv1.NewHealthClient(connection).Check(ctx, &healthv1.HealthCheckRequest{Service: name})
	if err != nil {
		return err
	}
	if answer.GetStatus() != healthv1.HealthCheckResponse_SERVING {
		return fmt.Errorf("%s is %s", name, answer.GetStatus())
	}
	return nil
}

// local returns an address to connect to: one that stands for every host of this
// machine becomes this machine's own.
func local(address string) string {
	host, port, _ := net.SplitHostPort(address)
	if ip := net.ParseIP(host); ip == nil || !ip.IsUnspecified() {
		return address
	} else if ip.To4() == nil {
		return net.JoinHostPort("::1", port)
	}
	return net.JoinHostPort("127.0.0.1", port)
}
