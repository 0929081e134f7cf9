package parallel

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func TestEachItemOnce(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 3, 50} {
		var calls [20]atomic.Int64
		err := Each(t.Context(), workers, len(calls), func(i int) error {
			calls[i].Add(1)
			return nil
		})
		for i := range calls {
			if n := calls[i].Load(); n != 1 || err != nil {
				t.Errorf("%d workers: item %d was done %d times, %v", workers, i, n, err)
			}
		}
	}
}

func TestNotMoreThanWorkersAtATime(t *testing.T) {
	t.Parallel()
	var running, most atomic.Int64
	_ = Each(t.Context(), 3, 100, func(int) error {
		now := running.Add(1)
		defer running.Add(-1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		return nil
	})
	if most.Load() > 3 {
		t.Errorf("%d at a time", most.Load())
	}
}

func TestStopsAfterAFailure(t *testing.T) {
	t.Parallel()
	var done []int
	err := Each(t.Context(), 1, 20, func(i int) error {
		done = append(done, i)
		if i == 2 {
			return fmt.Errorf("item %d", i)
		}
		return nil
	})
	if err == nil || err.Error() != "item 2" || len(done) != 3 {
		t.Errorf("done %v, %v", done, err)
	}
}

// TestErrorsInTheOrderOfItems lets both workers fail before either returns.
func TestErrorsInTheOrderOfItems(t *testing.T) {
	t.Parallel()
	var both sync.WaitGroup
	both.Add(2)
	err := Each(t.Context(), 2, 2, func(i int) error {
		both.Done()
		both.Wait()
		return fmt.Errorf("item %d", i)
	})
	if err == nil || err.Error() != "item 0\nitem 1" {
		t.Errorf("got %v", err)
	}
}

func TestStopsWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	done := 0
	err := Each(ctx, 1, 20, func(int) error {
		if done++; done == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || done != 5 {
		t.Errorf("%d done, %v", done, err)
	}
}

// TestCanceledWhenAllIsDone: a context that ends with the last item is not an
// error.
func TestCanceledWhenAllIsDone(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var done atomic.Int64
	err := Each(ctx, 8, 20, func(int) error {
		if done.Add(1) == 20 {
			cancel()
		}
		return nil
	})
	if err != nil || done.Load() != 20 {
		t.Errorf("%d done, %v", done.Load(), err)
	}
}
