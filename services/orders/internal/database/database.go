// Package database reaches SQLite and PostgreSQL alike, in time and in turn.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	connections = 10
	idleTime    = 5 * time.Minute
	busyPause   = 10 * time.Millisecond // before a database that is busy is tried again
	closeTime   = 1500 * time.Millisecond
)

// ErrUncertain is what is said of a change that may have been made or not: the
// database has failed while it was told to keep it.
var ErrUncertain = errors.New("the change may have been made, or not")

// Database is one database, and the work under way in it.
type Database struct {
	db     *sql.DB
	source Source
	turn   chan struct{}
}

// Open returns the database, not yet connected to, or an error if the file of an
// SQLite database can't be made.
func Open(source Source) (*Database, error) {
	db, err := source.open()
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(idleTime)
	return &Database{db: db, source: source, turn: make(chan struct{}, source.writers)}, nil
}

// Prepare makes the tables unless they are there; several processes may at once.
func (d *Database) Prepare(ctx context.Context) error {
	// Asked first, since making no table at all takes the right to make tables, too.
	if exists(ctx, d.db) {
		return nil
	}
	return d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, d.source.schema)
		return err
	})
}

// Read runs work, which changes nothing, until the database isn't busy.
func (d *Database) Read(ctx context.Context, work func(*sql.DB) error) error {
	return d.patiently(ctx, func() error { return work(d.db) })
}

// Write runs work in a transaction, which is kept if work succeeds. The error is
// ErrUncertain if it can't be known whether it was.
//
// SQLite has one writer at a time and lets others try in no order; so the writers
// of this process take turns before it.
func (d *Database) Write(ctx context.Context, work func(*sql.Tx) error) error {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return d.patiently(ctx, func() error { return d.transact(ctx, work) })
}

func (d *Database) transact(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := d.db.BeginTx(ctx, &sql.TxOptions{Isolation: d.source.isolation})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing once it is kept
	if err := work(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%w: %w", ErrUncertain, err)
	}
	return nil
}

// patiently runs work again and again while the database is busy: SQLite's own
// patience knows no context.
func (d *Database) patiently(ctx context.Context, work func() error) error {
	for {
		err := work()
		if !d.source.isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(busyPause):
		}
	}
}

// Close closes the connections, and leaves those behind that won't be closed.
func (d *Database) Close() {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = d.db.Close()
	}()
	select {
	case <-closed:
	case <-time.After(closeTime):
	}
}
