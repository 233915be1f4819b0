package databasetest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
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

var (
	server Server // of the package's tests, once one of them has asked for it
	shared = sync.OnceValues(start)
)

func start() (_ *Server, err error) {
	if server.binaries, err = installed(); err != nil {
		return nil, err
	}
	if err := server.make(); err != nil {
		return nil, err
	}
	return &server, server.run()
}

func stopShared() {
	server.stop(Immediate)
	_ = os.RemoveAll(server.folder)
}

func (s *Server) command(program string, arguments ...string) *exec.Cmd {
	arguments = append([]string{"-D", filepath.Join(s.folder, "data")}, arguments...)
	command := exec.Command(filepath.Join(s.binaries, program), arguments...)
	command.Dir = s.folder
	command.Env = append(os.Environ(), "LC_ALL=C")
	command.SysProcAttr = attributes(s.owner)
	return command
}

// run starts the server, and returns once it says that it is ready.
func (s *Server) run() error {
	process := s.command("postgres", "-F", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-k", s.folder)
	log, err := process.StderrPipe()
	if err != nil {
		return err
	}
	if err := process.Start(); err != nil {
		return err
	}
	s.process = process
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
