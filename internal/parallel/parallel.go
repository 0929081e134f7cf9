// Package parallel runs a function for many items, several at a time.
package parallel

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// Each calls do for 0 to n-1, with at most workers calls at a time. After the
// first failure, or when ctx ends, it starts no more. It returns all errors, in
// the order of their items.
func Each(ctx context.Context, workers, n int, do func(i int) error) error {
	var (
		group  sync.WaitGroup
		next   atomic.Int64
		failed atomic.Bool
		errs   = make([]error, n)
	)
	for range min(n, workers) {
		group.Go(func() {
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[i] = do(i); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil || int(next.Load()) >= n {
		return err
	}
	return context.Cause(ctx)
}
