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
		"":                      "empty time zone",
		"Local":                 `"Local" is the zone of the machine`,
		"local":                 `"local" is the zone of the machine`,
		"europe/berlin":         `invalid time zone "europe/berlin": not in the IANA time zone database`,
		"Europe/Berln":          `invalid time zone "Europe/Berln": not in the IANA time zone database`,
		"Europe":                `invalid time zone "Europe": not in the IANA time zone database`,
		"Europe/":               `invalid time zone "Europe/": not in the IANA time zone database`,
		" UTC":                  `invalid time zone " UTC": not in the IANA time zone database`,
		"UTC Europe/Berlin":     `invalid time zone "UTC Europe/Berlin": not in the IANA time zone database`,
		"UTC+2":                 `invalid time zone "UTC+2": not in the IANA time zone database`,
		"+02:00":                `invalid time zone "+02:00": not in the IANA time zone database`,
		"PST":                   `invalid time zone "PST": not in the IANA time zone database`,
		"Factory":               `invalid time zone "Factory": not in the IANA time zone database`,
		"../../etc/passwd":      `invalid time zone "../../etc/passwd": not in the IANA time zone database`,
		"/usr/share/zoneinfo/X": `invalid time zone "/usr/share/zoneinfo/X": not in the IANA time zone database`,
		"posix/Europe/Berlin":   `invalid time zone "posix/Europe/Berlin": not in the IANA time zone database`,
		"Europe/Berlin\x00":     `invalid time zone "Europe/Berlin\x00": not in the IANA time zone database`,
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
