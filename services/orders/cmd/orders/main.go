// Command orders serves the orders of whoever is calling, as tools of a voice
// assistant.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"protophone/services/orders/internal/config"
	"protophone/services/orders/internal/probe"
	"protophone/services/orders/internal/server"
)

const version = "1.0.0"

func main() {
	asksHealth := flag.Bool("health", false, "ask the service beside this whether it serves")
	asksVersion := flag.Bool("version", false, "tell the version")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	var err error
	switch {
	case *asksVersion:
		fmt.Println("orders", version)
	case *asksHealth:
		err = checkHealth(ctx)
	default:
		err = serve(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "orders:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context) error {
	settings, err := config.Read(os.Getenv)
	if err != nil {
		return err
	}
	return server.Run(ctx, settings, func(address string) {
		fmt.Println("orders listens on", address)
	})
}

func checkHealth(ctx context.Context) error {
	address, err := config.Address(os.Getenv)
	if err != nil {
		return err
	}
	return probe.Check(ctx, address, server.Name)
}
