package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/dativo-io/dativo-gen/internal/output"
)

// errInterrupted is the cause of a commit that a signal has stopped.
var errInterrupted = errors.New("interrupted")

// commit makes the changes of a plan. At the first interrupt, hangup or request to
// terminate it finishes the modules in progress and removes its temporary files; a
// second one ends the process at once.
func commit(plan *output.Plan) error {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 1)
	// Under nohup, a hangup stays ignored.
	caught := slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
	if len(caught) > 0 { // no signal at all means every signal to Notify
		signal.Notify(signals, caught...)
	}
	defer signal.Stop(signals)
	go func() {
		select {
		case <-signals:
			signal.Stop(signals)
			cancel(errInterrupted)
		case <-ctx.Done():
		}
	}()
	return plan.Commit(ctx)
}
