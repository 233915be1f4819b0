package server

import (
	"context"
	"log/slog"
	"runtime/debug"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"protophone/services/orders/internal/refusal"
)

// answered ends a call with what may be spoken, whatever happens in it: of another
// error, or a panic, gRPC itself would send the text, or end the process.
func answered(
	ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler,
) (response any, err error) {
	defer recovered(ctx, info.FullMethod, &err)
	response, err = handle(ctx, request)
	if _, isStatus := status.FromError(err); isStatus {
		return response, err
	}
	slog.ErrorContext(ctx, "a call failed", "method", info.FullMethod, "error", err)
	return nil, refusal.Broken
}

// endingWith has streams end when the context does.
func endingWith(ctx context.Context) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) (err error) {
		both, cancel := context.WithCancel(stream.Context())
		defer cancel()
		defer context.AfterFunc(ctx, cancel)()
		defer recovered(both, info.FullMethod, &err)
		return handle(server, ending{stream, both})
	}
}

func recovered(ctx context.Context, method string, err *error) {
	if cause := recover(); cause != nil {
		slog.ErrorContext(ctx, "a call panicked", "method", method, "cause", cause, "stack", string(debug.Stack()))
		*err = refusal.Broken
	}
}

// ending is a stream with a context of its own.
type ending struct {
	grpc.ServerStream
	ctx context.Context
}

// Context returns the context that ends the stream.
func (e ending) Context() context.Context { return e.ctx }
