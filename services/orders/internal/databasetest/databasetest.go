// Package databasetest gives tests a database of each kind: files of SQLite, and a
// PostgreSQL server of the tests' own where one is installed.
package databasetest

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

var schemas atomic.Int64

// Main runs the tests of a package, stops the server they may have started, and
// does what else there is to do in the end.
func Main(m *testing.M, further ...func()) {
	code := m.Run()
	for _, do := range append(further, stopShared) {
		do()
	}
	os.Exit(code)
}

// Each runs a test with the URL of an empty database of each kind.
func Each(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, Shared(t).Empty(t)) })
}

// SQLite returns the URL of a database that is not there yet.
func SQLite(t *testing.T) string {
	t.Helper()
	return "file:" + filepath.Join(t.TempDir(), "orders.db")
}

// Empty returns the URL of a schema without tables.
func (s *Server) Empty(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("test%d", schemas.Add(1))
	s.Execute(t, "CREATE SCHEMA "+name)
	return s.URL() + "&search_path=" + name
}
