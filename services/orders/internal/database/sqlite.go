package database

import (
	"database/sql"
	_ "embed"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed sqlite.sql
var sqliteSchema string

// With write-ahead logging, readers and a writer do not wait for each other.
const sqliteParameters = "_journal_mode=WAL&_txlock=immediate&_time_format=sqlite&_timezone=UTC"

// parseSQLite returns the source of what stands behind "file:". A database in
// memory is refused: what is cancelled in it would not outlive the process.
func parseSQLite(rest string) (Source, error) {
	path, err := url.PathUnescape(strings.TrimPrefix(rest, "//"))
	if err != nil || path == "" || strings.ContainsAny(rest, "?#") || strings.Contains(path, ":memory:") {
		return Source{}, ErrURL
	}
	return Source{
		open:    func() (*sql.DB, error) { return openSQLite(filepath.Clean(path)) },
		schema:  sqliteSchema,
		writers: 1,
		isBusy:  isBusy,
	}, nil
}

func openSQLite(path string) (*sql.DB, error) {
	if err := makeFile(path); err != nil {
		return nil, err
	}
	escaped := (&url.URL{Path: path}).EscapedPath()
	return sql.Open("sqlite", "file:"+escaped+"?"+sqliteParameters)
}

// makeFile makes the file and its folder, so that what makes a database
// impossible is known at once. What is in it is for its owner to read.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	// A file that exists is not opened: closing it would let go of SQLite's locks.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func isBusy(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_BUSY
}
