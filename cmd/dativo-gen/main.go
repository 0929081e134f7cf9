// Command dativo-gen turns Dativo job files into Terraform modules.
package main

import (
	"os"
	"runtime/debug"
)

// gcPercent lets the heap grow fivefold between two garbage collections: a run
// takes milliseconds, so frequent collections would cost more than they free.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
