package databasetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

// URL returns where the server is, with a parameter.
func (s *Server) URL() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// Execute runs statements.
func (s *Server) Execute(t *testing.T, statements string) {
	t.Helper()
	connection := s.connect(t)
	defer func() { _ = connection.Close(context.Background()) }()
	if _, err := connection.Exec(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

// Ask returns the one value that a query gives.
func (s *Server) Ask(t *testing.T, query string) (answer int) {
	t.Helper()
	connection := s.connect(t)
	defer func() { _ = connection.Close(context.Background()) }()
	if err := connection.QueryRow(t.Context(), query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func (s *Server) connect(t *testing.T) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), s.URL())
	if err != nil {
		t.Fatal(err)
	}
	return connection
}
