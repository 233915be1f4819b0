//go:build !linux

package databasetest

import "syscall"

// attributes returns those of a process of the owner's.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner}
}
