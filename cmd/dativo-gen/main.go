// Command dativo-gen turns Dativo job files into Terraform modules.
package main

import (
	"os"
	"runtime/debug"
)

// garbage is how far, in percent, the heap may grow between two collections. A
// run lives for milliseconds: collecting twice would cost more than it frees.
const garbage = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
