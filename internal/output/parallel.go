package output

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// workers is the number of modules processed concurrently. The work is bound by
// disk I/O, so it does not depend on the number of processors.
const workers = 8

// inParallel calls do for 0 to n-1. After the first failure, or when ctx ends,
// it starts no more; it returns all errors, in the order of their numbers.
func inParallel(ctx context.Context, n int, do func(i int) error) error {
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
	return ctx.Err()
}
