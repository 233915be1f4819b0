package databasetest

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

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

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
