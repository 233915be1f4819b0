package databasetest

import "syscall"

// attributes returns those of a process of the owner's that ends with this one,
// however this one ends.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner, Pdeathsig: Immediate}
}
