package databasetest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

const isReady = "database system is ready to accept connections"

// How PostgreSQL is told to stop (its manual, "Shutting Down the Server").
const (
	Fast      = syscall.SIGINT
	Immediate = syscall.SIGQUIT
)

// Stops is every way to stop while clients are connected.
var Stops = []syscall.Signal{Fast, Immediate}

// Server is a PostgreSQL server on a free port of the loopback interface.
type Server struct {
	binaries string
	folder   string
	port     int
	owner    *syscall.Credential // nil for whoever runs the tests
	process  *exec.Cmd
}

// Shared returns the server of the package's tests. The test is skipped where
// PostgreSQL isn't installed.
func Shared(t *testing.T) *Server {
	t.Helper()
	server, err := shared()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("PostgreSQL is not installed (Debian: postgresql)")
	}
	if err != nil {
		t.Fatal(err)
	}
	return server
}

var shared = sync.OnceValues(start)

// stopShared stops the shared server; one that was never asked for never starts,
// and only the folder of one that did can be removed.
func stopShared() {
	for _, server := range started {
		server.stop(Immediate)
		_ = os.RemoveAll(server.folder)
	}
}

var started []*Server

func start() (*Server, error) {
	binaries, err := installed()
	if err != nil {
		return nil, err
	}
	server := &Server{binaries: binaries}
	if err := server.make(); err != nil {
		return nil, err
	}
	started = append(started, server)
	return server, server.run()
}

// installed returns the folder of the newest version, or fs.ErrNotExist.
func installed() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", fs.ErrNotExist
	}
	return filepath.Dir(path), nil
}

// make makes the server's files. PostgreSQL refuses to run as root: then they are
// the user's that Debian made for it.
func (s *Server) make() (err error) {
	if s.folder, err = os.MkdirTemp(memory(), "orders-postgres-"); err != nil {
		return err
	}
	if os.Getuid() == 0 {
		if err := s.give("postgres"); err != nil {
			return err
		}
	}
	if s.port, err = freePort(); err != nil {
		return err
	}
	output, err := s.command("initdb", "-A", "trust", "-U", "postgres", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, output)
	}
	return nil
}

// memory returns where files are made in a third of the time, if there is room.
func memory() string {
	const folder, room = "/dev/shm", 1 << 30
	var found syscall.Statfs_t
	if err := syscall.Statfs(folder, &found); err != nil || found.Bavail*uint64(found.Bsize) < room {
		return ""
	}
	return folder
}

func (s *Server) give(name string) error {
	owner, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(owner.Uid)
	gid, _ := strconv.Atoi(owner.Gid)
	s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.folder, uid, gid)
}

func (s *Server) command(program string, arguments ...string) *exec.Cmd {
	arguments = append([]string{"-D", filepath.Join(s.folder, "data")}, arguments...)
	command := exec.Command(filepath.Join(s.binaries, program), arguments...)
	command.Dir = s.folder
	command.Env = append(os.Environ(), "LC_ALL=C")
	command.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	return command
}

// run starts the server, and returns once it says that it is ready.
func (s *Server) run() error {
	s.process = s.command("postgres", "-F", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-k", s.folder)
	log, err := s.process.StderrPipe()
	if err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	said := new(bytes.Buffer)
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if strings.Contains(lines.Text(), isReady) {
			go func() { _, _ = io.Copy(io.Discard, log) }()
			return nil
		}
		fmt.Fprintln(said, lines.Text())
	}
	return fmt.Errorf("postgres does not start: %s", said)
}

func (s *Server) stop(how syscall.Signal) {
	if s.process != nil {
		_ = s.process.Process.Signal(how)
		_ = s.process.Wait() // whose error is the signal
		s.process = nil
	}
}

// Stop stops the server, and starts it again before the next test.
func (s *Server) Stop(t *testing.T, how syscall.Signal) {
	t.Helper()
	s.stop(how)
	t.Cleanup(func() { s.Start(t) })
}

// Start starts the server unless it runs.
func (s *Server) Start(t *testing.T) {
	t.Helper()
	if s.process != nil {
		return
	}
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
}

// Freeze has every process of the server do nothing until the test is over.
func (s *Server) Freeze(t *testing.T) {
	t.Helper()
	s.signal(t, syscall.SIGSTOP)
	t.Cleanup(func() { s.signal(t, syscall.SIGCONT) })
}

func (s *Server) signal(t *testing.T, number syscall.Signal) {
	t.Helper()
	first := s.process.Process.Pid
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", first, first))
	if err != nil {
		t.Skip("only Linux tells which processes belong to the server")
	}
	for _, process := range append(strings.Fields(string(children)), strconv.Itoa(first)) {
		id, _ := strconv.Atoi(process)
		_ = syscall.Kill(id, number)
	}
}

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

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
