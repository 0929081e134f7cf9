package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand prints the version.
type versionCommand struct{}

// Run prints the module version that the Go toolchain recorded in the binary.
func (versionCommand) Run(s *session) error {
	_, err := fmt.Fprintln(s.stdout, "dativo-gen", programVersion())
	return err
}

// programVersion is the module version that the Go toolchain recorded.
func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
