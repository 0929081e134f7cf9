package platform

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestECSLimits shows that what is exactly at a limit is accepted, and what
// exceeds it by one is not.
func TestECSLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, path string
		within     int
		set        func(j *model.Job, value int)
	}{
		{"security groups", "network.security_groups", 5, func(j *model.Job, value int) {
			j.Infrastructure.Network.SecurityGroups = slices.Repeat([]string{"sg-0a1b2c3d4e5f60718"}, value)
		}},
		{"subnets", "network.subnets", 16, func(j *model.Job, value int) {
			j.Infrastructure.Network.Subnets = slices.Repeat([]string{"subnet-0a1b2c3d4e5f60718"}, value)
		}},
		{"ephemeral storage", "compute.ephemeral_storage_gib", 200, func(j *model.Job, value int) {
			j.Infrastructure.Compute.EphemeralStorageGiB = &value
		}},
		{"scratch space of 1024 MiB of memory", "compute.scratch_mib", 1024 - ecsStateMiB - 1, func(j *model.Job, value int) {
			j.Infrastructure.Compute.ScratchMiB = &value
		}},
	} {
		for excess, errors := range []int{0, 1} {
			_, problems := Normalize(ecsTestJob(func(j *model.Job) { test.set(j, test.within+excess) }))
			if got := errorsAt(problems, test.path); len(got) != errors {
				t.Errorf("%d %s: %q", test.within+excess, test.name, got)
			}
		}
	}
	for size, errors := range map[int]int{20: 0, 21: 0, 19: 1} {
		_, problems := Normalize(ecsTestJob(func(j *model.Job) { j.Infrastructure.Compute.EphemeralStorageGiB = &size }))
		if got := errorsAt(problems, "compute.ephemeral_storage_gib"); len(got) != errors {
			t.Errorf("%d GiB: %q", size, got)
		}
	}
}

// TestECSRetryLimits shows that the waits are those that the module's own
// validation accepts: MaxSeconds is less than 31622400 and more than
// InitialSeconds.
func TestECSRetryLimits(t *testing.T) {
	t.Parallel()
	const limit = 31622400
	for _, test := range []struct{ initial, longest, wantInitial, wantLongest int }{
		{60, 600, 60, 600},
		{0, 0, 1, 2},
		{90, 30, 30, 31},
		{60, limit - 1, 60, limit - 1},
		{60, limit, 60, limit - 1},
		{limit - 2, limit - 1, limit - 2, limit - 1},
		{limit - 1, limit - 1, limit - 2, limit - 1},
		{limit, 2 * limit, limit - 2, limit - 1},
	} {
		d, _ := Normalize(ecsTestJob(func(j *model.Job) {
			j.RetryConfig = &model.RetryConfig{MaxAttempts: ptr(2), InitialDelaySeconds: &test.initial, MaxDelaySeconds: &test.longest}
		}))
		if got := d.Retry; got.InitialSeconds != test.wantInitial || got.MaxSeconds != test.wantLongest {
			t.Errorf("%d to %d: got %d to %d", test.initial, test.longest, got.InitialSeconds, got.MaxSeconds)
		}
	}
}
