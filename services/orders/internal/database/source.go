package database

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// ErrURL is what is said of a URL that names no usable database. It repeats
// nothing of the URL, which may hold a password.
var ErrURL = errors.New("names no database; expected file:PATH or postgres://USER@HOST/NAME")

// Source is where the orders are, and how that kind of database is used.
type Source struct {
	open      func() (*sql.DB, error)
	schema    string
	writers   int // how many may write at once
	isolation sql.IsolationLevel
	isBusy    func(error) bool // whether trying again is all it takes
}

// Parse returns the source a URL names, or ErrURL. Nothing is opened.
func Parse(url string) (Source, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "file":
		return parseSQLite(rest)
	case "postgres", "postgresql":
		return parsePostgres(url)
	default:
		return Source{}, ErrURL
	}
}

func isNever(error) bool { return false }

func exists(ctx context.Context, db *sql.DB) bool {
	_, err := db.ExecContext(ctx, "SELECT 1 FROM orders CROSS JOIN cancellation LIMIT 0")
	return err == nil
}
