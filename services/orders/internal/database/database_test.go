package database_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/databasetest"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

func open(t *testing.T, url string) *database.Database {
	t.Helper()
	source, err := database.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := database.Open(source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opened.Close)
	return opened
}

func prepared(t *testing.T, url string) *database.Database {
	t.Helper()
	opened := open(t, url)
	if err := opened.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return opened
}

// write runs one statement in a transaction of its own.
func write(ctx context.Context, kept *database.Database, statement string) error {
	return kept.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement)
		return err
	})
}

const keep = "INSERT INTO cancellation (key, number, phone, time) VALUES ('k', 1, '+1', '2026-03-05 12:00:00Z')"

func count(t *testing.T, kept *database.Database) (rows int) {
	t.Helper()
	err := kept.Read(t.Context(), func(db *sql.DB) error {
		return db.QueryRow("SELECT count(*) FROM cancellation").Scan(&rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestRefusesWhatNamesNoDatabase(t *testing.T) {
	for _, url := range []string{
		"", "orders.db", "mysql://root:s3cret@db/x", "file:", "file://", "file::memory:", "file:x?mode=memory",
		"file:x#y", "file:%zz", "postgres://user:s3cret@host:port/x", "postgres://h/x?sslmode=s3cret",
	} {
		_, err := database.Parse(url)
		if !errors.Is(err, database.ErrURL) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func TestMakesTheFileAURLNames(t *testing.T) {
	folder := t.TempDir()
	for url, name := range map[string]string{
		"file:" + folder + "/deep/er/orders.db": "deep/er/orders.db",
		"file://" + folder + "/two%20words.db":  "two words.db",
		"file:" + folder + "/a%3Fb%25c%23.db":   "a?b%c#.db",
	} {
		prepared(t, url)
		file, err := os.Stat(filepath.Join(folder, name))
		if err != nil || file.Size() == 0 || file.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", url, file, err)
		}
	}
}

func TestTellsAtOnceThatAFileCannotBeMade(t *testing.T) {
	for _, folder := range []string{"/proc/none", "/dev/null/x"} {
		source, err := database.Parse("file:" + folder + "/orders.db")
		if err != nil {
			t.Fatal(err)
		}
		_, err = database.Open(source)
		var failure *fs.PathError
		if !errors.As(err, &failure) {
			t.Errorf("%s: %v", folder, err)
		}
	}
}

func TestSeveralMayPrepareAtOnce(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		failures := make(chan error)
		for range 6 {
			opened := open(t, url)
			go func() { failures <- opened.Prepare(t.Context()) }()
		}
		for range 6 {
			if err := <-failures; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestKeepsWhatSucceedsAndNothingElse(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		kept := prepared(t, url)
		failure := errors.New("no")
		err := kept.Write(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.ExecContext(t.Context(), keep)
			return errors.Join(err, failure)
		})
		if !errors.Is(err, failure) || errors.Is(err, database.ErrUncertain) || count(t, kept) != 0 {
			t.Errorf("what failed was kept: %v", err)
		}
		if err := write(t.Context(), kept, keep); err != nil || count(t, open(t, url)) != 1 {
			t.Errorf("what succeeded was not kept: %v", err)
		}
	})
}

func TestIsUncertainOnlyOnceItIsToldToKeep(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		kept := prepared(t, url)
		ctx, cancel := context.WithCancel(t.Context())
		err := kept.Write(ctx, func(tx *sql.Tx) error {
			defer cancel()
			_, err := tx.ExecContext(ctx, keep)
			return err
		})
		if !errors.Is(err, database.ErrUncertain) {
			t.Errorf("cancelled at the end: %v", err)
		}
		if err := write(ctx, kept, keep); !errors.Is(err, context.Canceled) || errors.Is(err, database.ErrUncertain) {
			t.Errorf("cancelled before: %v", err)
		}
	})
}

// hold makes others wait for the database until release is called.
func hold(t *testing.T, other *database.Database, lock string) (release func()) {
	t.Helper()
	held, end, over := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		over <- other.Write(context.Background(), func(tx *sql.Tx) error {
			_, err := tx.ExecContext(context.Background(), lock)
			close(held)
			<-end
			return err
		})
	}()
	<-held
	return func() {
		close(end)
		if err := <-over; err != nil {
			t.Error(err)
		}
	}
}

var locks = map[string]string{
	"SQLite":     "DELETE FROM cancellation",
	"PostgreSQL": "LOCK TABLE cancellation",
}

func lockOf(t *testing.T) string {
	t.Helper()
	return locks[filepath.Base(t.Name())]
}

func TestWaitsForAnotherProcessWhileTheCallerDoes(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		kept := prepared(t, url)
		release := hold(t, open(t, url), lockOf(t))
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := write(ctx, kept, keep)
		if err == nil || time.Since(began) > time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		release()
		if err := write(t.Context(), kept, keep); err != nil {
			t.Error(err)
		}
	})
}

func TestGoesOnOnceAnotherProcessIsDone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		kept := prepared(t, url)
		release := hold(t, open(t, url), lockOf(t))
		failures := make(chan error)
		for range 2 {
			go func() { failures <- write(t.Context(), kept, keep+" ON CONFLICT DO NOTHING") }()
		}
		release()
		if err := errors.Join(<-failures, <-failures); err != nil || count(t, kept) != 1 {
			t.Errorf("%d rows, %v", count(t, kept), err)
		}
	})
}

func TestReadsWhileAnotherProcessWrites(t *testing.T) {
	url := databasetest.SQLite(t)
	kept := prepared(t, url)
	release := hold(t, open(t, url), locks["SQLite"])
	defer release()
	if rows := count(t, kept); rows != 0 {
		t.Errorf("%d rows", rows)
	}
}

func TestNeedsNoRightToMakeTablesThatAreThere(t *testing.T) {
	server := databasetest.Shared(t)
	url := server.Empty(t)
	prepared(t, url)
	schema := url[strings.LastIndex(url, "=")+1:]
	server.Execute(t, "CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA "+schema+" TO clerk; "+
		"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "+schema+" TO clerk")
	clerk := prepared(t, strings.Replace(url, "postgres@", "clerk@", 1))
	if err := write(t.Context(), clerk, keep); err != nil {
		t.Error(err)
	}
}

func TestClosesInTimeWhenTheDatabaseIsSilent(t *testing.T) {
	server := databasetest.Shared(t)
	kept := prepared(t, server.Empty(t))
	server.Freeze(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := write(ctx, kept, keep); err == nil {
		t.Error("a silent database has answered")
	}
	began := time.Now()
	kept.Close()
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}
