package output

import (
	"strings"
	"testing"
)

// TestUnreadableFile plans to replace a file that the system refuses to read, for
// which even root has no permission.
func TestUnreadableFile(t *testing.T) {
	t.Parallel()
	plan, problems := NewPlan([]Module{module("/proc/self", tree{"mem": "new\n"})}, Options{Force: true})
	if plan != nil || !strings.Contains(messages(problems), "/proc/self/mem: cannot be read: input/output error") {
		t.Errorf("%v, %v", plan, problems)
	}
}
