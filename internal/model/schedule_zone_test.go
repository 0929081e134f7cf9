package model

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the names are compared with Go's own copy of the database
)

func TestValidTimezone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "America/New_York",
		"America/Argentina/ComodRivadavia", "Asia/Kolkata", "Etc/GMT+12", "GMT", "EST", "US/Eastern", "America/Coyhaique"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := ValidTimezone(name); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestValidTimezoneErrors(t *testing.T) {
	t.Parallel()
	const spellings = `; write a name such as "Europe/Berlin" or "UTC"`
	tests := map[string]string{
		"":                      "the time zone is empty",
		"Local":                 `"Local" is whatever zone the machine is in`,
		"local":                 `"local" is whatever zone the machine is in`,
		"europe/berlin":         `"europe/berlin" is not an IANA time zone`,
		"Europe/Berln":          `"Europe/Berln" is not an IANA time zone`,
		"Europe":                `"Europe" is not an IANA time zone`,
		"Europe/":               `"Europe/" is not an IANA time zone`,
		" UTC":                  `" UTC" is not an IANA time zone`,
		"UTC Europe/Berlin":     `"UTC Europe/Berlin" is not an IANA time zone`,
		"UTC+2":                 `"UTC+2" is not an IANA time zone`,
		"+02:00":                `"+02:00" is not an IANA time zone`,
		"PST":                   `"PST" is not an IANA time zone`,
		"Factory":               `"Factory" is not an IANA time zone`,
		"../../etc/passwd":      `"../../etc/passwd" is not an IANA time zone`,
		"/usr/share/zoneinfo/X": `"/usr/share/zoneinfo/X" is not an IANA time zone`,
		"posix/Europe/Berlin":   `"posix/Europe/Berlin" is not an IANA time zone`,
		"Europe/Berlin\x00":     `"Europe/Berlin\x00" is not an IANA time zone`,
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := ValidTimezone(name); err == nil || err.Error() != want+spellings {
				t.Errorf("ValidTimezone(%q)\n got %v\nwant %s", name, err, want+spellings)
			}
		})
	}
}

// Every name is a zone, and has a form that every platform takes: 50 characters
// for EventBridge Scheduler, and Kubernetes' own pattern (1.36.3,
// pkg/apis/batch/validation).
func TestTimezones(t *testing.T) {
	t.Parallel()
	kubernetes := regexp.MustCompile(`^[A-Za-z\.\-_0-9+]{1,14}$`)
	names := Timezones()
	if len(names) < 590 || !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("%d names, which should be sorted and unique", len(names))
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(name) > 50 {
			t.Errorf("%s is longer than EventBridge Scheduler takes", name)
		}
		for part := range strings.SplitSeq(name, "/") {
			if !kubernetes.MatchString(part) {
				t.Errorf("%s: Kubernetes refuses %q", name, part)
			}
		}
	}
}
