package server

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"protophone/services/orders/internal/config"
	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/ledger"
	"protophone/services/orders/internal/order"
	"protophone/services/orders/internal/service"
)

const (
	firstTime   = time.Second // how long the tables are waited for before it listens
	attemptTime = 10 * time.Second
	firstPause  = 100 * time.Millisecond
	lastPause   = 2 * time.Second
)

// Run serves what the settings say until the context ends. It calls listening with
// the address once it listens there.
//
// An error is a setting that can't be used. A database that is away is none: the
// tools are NOT_SERVING until it answers.
func Run(ctx context.Context, settings config.Config, listening func(address string)) error {
	opened, err := database.Open(settings.Database)
	if err != nil {
		return fmt.Errorf("ORDERS_DATABASE_URL: %w", err)
	}
	defer opened.Close()
	listener, address, err := Listen(settings.Address)
	if err != nil {
		return err
	}
	orders := ledger.Ledger{Database: opened}
	server := New(&service.Service{Orders: orders, Region: settings.Region})
	ready := reach(ctx, orders, settings.Sample, server.SetServing)
	select {
	case <-ready:
	case <-time.After(firstTime):
	}
	listening(address)
	return server.Serve(ctx, listener)
}

// reach calls done once the database is prepared, however long it is away. It
// closes the channel then, or when the context ends.
func reach(ctx context.Context, orders ledger.Ledger, withSample bool, done func()) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, lastPause) {
			err := prepare(ctx, orders, withSample)
			if err == nil {
				done()
				return
			}
			slog.WarnContext(ctx, "the database is not ready", "error", err)
			wait(ctx, pause)
		}
	}()
	return ended
}

// prepare makes the tables, and fills them with the sample if they are empty.
func prepare(ctx context.Context, orders ledger.Ledger, withSample bool) error {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	if err := orders.Database.Prepare(ctx); err != nil || !withSample {
		return err
	}
	return orders.PutSample(ctx, order.Sample(time.Now().UTC()))
}

func wait(ctx context.Context, pause time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(pause):
	}
}
