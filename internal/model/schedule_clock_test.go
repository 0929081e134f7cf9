package model

import (
	"strings"
	"testing"
	"time"
)

// TestClockChange shows which local times do not exist, or come twice.
func TestClockChange(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ cron, zone, skipped, repeated string }{
		{"30 2 * * *", "Europe/Berlin", "02:30", "02:30"},
		{"0 3 * * *", "Europe/Berlin", "", ""},
		{"59 1 * * *", "Europe/Berlin", "", ""},
		{"30 1 * * *", "Europe/London", "01:30", "01:30"},
		{"0 2 * * *", "America/New_York", "02:00", ""},
		{"30 1 * * *", "America/New_York", "", "01:30"},
		{"30 1,2 * * *", "America/New_York", "02:30", "01:30"},
		{"30 2 * * *", "UTC", "", ""},
		{"30 2 * * *", "Asia/Kolkata", "", ""},
		{"30 2 * * MON-FRI", "Europe/Berlin", "", ""}, // the clocks change on Sundays
		{"30 2 * * SUN", "Europe/Berlin", "02:30", "02:30"},
		{"30 2 * 6 *", "Europe/Berlin", "", ""},
		{"30 2 1 * *", "Europe/Berlin", "", ""}, // the last Sunday of a long month is not the first
		{"30 2 31 3 *", "Europe/Berlin", "02:30", ""},
		{"30 * * * *", "Europe/Berlin", "", ""}, // hourly: the next run is an hour later
		{"*/15 * * * *", "America/New_York", "", ""},
		{"*/15 2 * * *", "America/New_York", "02:00", ""},
		{"15 0 * * *", "America/Havana", "00:15", "00:15"},
		{"15 0 * * *", "America/Santiago", "00:15", ""}, // at 24:00, so on the next day
		{"30 23 * * *", "America/Santiago", "", "23:30"},
		{"15 2 * * *", "Australia/Lord_Howe", "02:15", ""},
		{"30 23 * * SAT", "America/Nuuk", "23:30", "23:30"},
	} {
		c, err := ParseCron(test.cron)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.ClockChange(test.zone); got != (ClockChange{test.skipped, test.repeated}) {
			t.Errorf("%s in %s: %+v", test.cron, test.zone, got)
		}
	}
}

// TestClockRules holds the rules against the zones of the standard library, where
// the machine has them, and the names against ours.
func TestClockRules(t *testing.T) {
	t.Parallel()
	changing := 0
	for _, zone := range Timezones() {
		rule, ok := clockRuleOf(zone)
		if !ok {
			continue
		}
		changing++
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatalf("%s: %v", zone, err)
		}
		before := func(local int) time.Time { // the local time, read with the offset of the day before
			_, offset := time.Unix(int64(local)*60, 0).Add(-48 * time.Hour).In(location).Zone()
			return time.Unix(int64(local)*60-int64(offset), 0)
		}
		for year := 2028; year < 2036; year++ {
			for name, at := range map[string]int{"forward": rule.forward.in(year), "back": rule.back.in(year)} {
				change := before(at)
				_, earlier := change.Add(-time.Minute).In(location).Zone()
				_, later := change.In(location).Zone()
				want := rule.minutes * 60
				if name == "back" {
					want = -want
				}
				if later-earlier != want {
					t.Fatalf("%s, %s in %d: the offset changes by %d s, want %d", zone, name, year, later-earlier, want)
				}
			}
		}
	}
	listed := 0
	for line := range strings.Lines(clockRules) {
		if !strings.HasSuffix(strings.TrimSpace(line), ":") {
			listed += len(strings.Fields(line))
		}
	}
	if changing != listed {
		t.Errorf("%d of the %d zones in the rules are known", changing, listed)
	}
}

// TestUnixTimes reads the times of day of EventBridge's own expressions.
func TestUnixTimes(t *testing.T) {
	t.Parallel()
	for expr, want := range map[string]string{
		"cron(30 2 * * ? *)": "30 2 * * *", "cron(0/15 2 ? * 2-6 2027)": "0-59/15 2 * * MON-FRI", "cron(0 2 L JUL ? *)": "0 2 * JUL *",
		"cron(0 2 ? * 6#3 *)": "0 2 * * *", "cron(0 2 ? * 6L *)": "0 2 * * *", "cron(0 2 ? * MON,7 *)": "0 2 * * MON,SAT",
		"rate(1 day)": "", "at(2027-03-28T02:30:00)": "", "30 2 * * *": "",
	} {
		c, ok := UnixTimes(expr)
		if got := c.String(); got != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
	}
}
