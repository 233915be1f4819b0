package database

import (
	"database/sql"
	_ "embed"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

//go:embed postgres.sql
var postgresSchema string

const connectTimeout = 2 * time.Second

func parsePostgres(url string) (Source, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return Source{}, ErrURL
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "protophone-orders"
	}
	return Source{
		open:    func() (*sql.DB, error) { return stdlib.OpenDB(*config), nil },
		schema:  postgresSchema,
		writers: connections,
		// Whoever comes second with a key has to see what the first has recorded.
		isolation: sql.LevelReadCommitted,
		isBusy:    isNever,
	}, nil
}
