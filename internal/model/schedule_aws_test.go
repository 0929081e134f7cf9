package model

import (
	"strings"
	"testing"
	"time"
)

func TestParseAWSSchedule(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"cron(0 2 * * ? *)":               "",
		"cron(0/15 8-17 ? * MON-FRI *)":   "",
		"cron(*/5 * * * ? *)":             "",
		"cron(1/10,59 5-20/5 * * ? *)":    "",
		"cron(15 10 ? * 6L 2027-2030)":    "",
		"cron(0 0 L * ? *)":               "",
		"cron(0 8 3W JAN,jul ? 2027)":     "",
		"cron(0 8 ? * 3#2 *)":             "",
		"cron(0 8 ? * TUE#2 1970/4)":      "",
		"cron(0 8 ? * L *)":               "",
		"cron(0 8 ? * 1,7 *)":             "",
		"  cron( 0  2 *\t* ? * ) ":        "cron(0 2 * * ? *)",
		"rate(1 minute)":                  "",
		"rate(5 minutes)":                 "",
		"rate(1 hour)":                    "",
		"rate( 36500  days )":             "rate(36500 days)",
		"at(2027-01-31T02:00:00)":         "",
		" at( 2028-02-29T23:59:59 )":      "at(2028-02-29T23:59:59)",
		"cron(0 0 1-5,7,20-31 1-12 ? *)":  "",
		"cron(0 0 1/2 1/3 ? 1970-2199/1)": "",
	}
	for expr, want := range tests {
		t.Run(expr, func(t *testing.T) {
			t.Parallel()
			if want == "" {
				want = expr
			}
			if got, err := ParseAWSSchedule(expr); err != nil || got != want {
				t.Errorf("ParseAWSSchedule(%q) = %q, %v; want %q", expr, got, err, want)
			}
			if !IsAWSSchedule(expr) {
				t.Errorf("IsAWSSchedule(%q) = false", expr)
			}
		})
	}
}

func TestParseAWSScheduleErrors(t *testing.T) {
	t.Parallel()
	const (
		forms = "; write cron(...), rate(...) or at(...)"
		rate  = "; write a whole number and minutes, hours or days, such as rate(5 minutes)"
		at    = "; write one such as at(2027-01-31T02:00:00), without a time zone"
		order = "minute, hour, day of month, month, day of week and year"
		open  = "exactly one of day of month and day of week must be ? in cron(...)"
	)
	tests := map[string]string{
		"":                                   `invalid EventBridge expression ""` + forms,
		"0 2 * * *":                          `invalid EventBridge expression "0 2 * * *"` + forms,
		"cron(0 2 * * ? *":                   `invalid EventBridge expression "cron(0 2 * * ? *"` + forms,
		"CRON(0 2 * * ? *)":                  `invalid EventBridge expression "CRON(0 2 * * ? *)"` + forms,
		"every(5 minutes)":                   `invalid EventBridge expression "every(5 minutes)"` + forms,
		"cron (0 2 * * ? *)":                 `invalid EventBridge expression "cron (0 2 * * ? *)"` + forms,
		"cron(0 2 * * ?)":                    "cron(...) has 5 fields where EventBridge has 6: " + order,
		"cron()":                             "cron(...) has 0 fields where EventBridge has 6: " + order,
		"cron(0 2 * * * *)":                  open,
		"cron(0 2 ? * ? *)":                  open,
		"cron(0 2 1 * MON *)":                open,
		"cron(60 2 * * ? *)":                 "minute: 60 is above 59",
		"cron(? 2 * * ? *)":                  `minute: invalid value "?": expected a number from 0 to 59`,
		"cron(0 24 * * ? *)":                 "hour: 24 is above 23",
		"cron(0 2 0 * ? *)":                  "day of month: 0 is below 1",
		"cron(0 2 32W * ? *)":                `day of month: invalid value "32W": expected a number from 1 to 31`,
		"cron(0 2 W * ? *)":                  `day of month: invalid value "W": expected a number from 1 to 31`,
		"cron(0 2 1,? * ? *)":                `day of month: invalid value "?": expected a number from 1 to 31`,
		"cron(0 2 * 13 ? *)":                 "month: 13 is above 12",
		"cron(0 2 ? * 0 *)":                  "day of week: 0 is below 1",
		"cron(0 2 ? * 8 *)":                  "day of week: 8 is above 7",
		"cron(0 2 ? * 6#6 *)":                `day of week: invalid value "6#6": expected a number from 1 to 7 or a name such as MON`,
		"cron(0 2 ? * 6# *)":                 `day of week: invalid value "6#": expected a number from 1 to 7 or a name such as MON`,
		"cron(0 2 ? * 3#1,6#3 *)":            `day of week: "3#1,6#3" combines a # expression with others, which EventBridge does not support`,
		"cron(0 2 ? * 2/2 *)":                `day of week: "2/2" has a step, which EventBridge does not support in this field; list the values`,
		"cron(0 2 ? * FRI-MON *)":            "day of week: invalid range FRI-MON: it is descending; list the values",
		"cron(0 2 * * ? 1969)":               "year: 1969 is below 1970",
		"cron(0 2 * * ? 2200)":               "year: 2200 is above 2199",
		"cron(0/0 2 * * ? *)":                "minute: invalid step 0: it must be 1 or more",
		"cron(0/60 2 * * ? *)":               "minute: the step 60 is larger than the range 0-59",
		"cron(0,,5 2 * * ? *)":               "minute: missing value",
		"rate(0 minutes)":                    "rate(0 minutes) does not start with a positive number",
		"rate(05 minutes)":                   "rate(05 minutes) does not start with a positive number",
		"rate(1 minutes)":                    "rate(1 minutes) is plural; EventBridge requires rate(1 minute)",
		"rate(5 minute)":                     "rate(5 minute) is singular; EventBridge requires rate(5 minutes)",
		"rate(5 weeks)":                      `rate(5 weeks) has the unknown unit "weeks"` + rate,
		"rate(5 minutess)":                   `rate(5 minutess) has the unknown unit "minutess"` + rate,
		"rate(5)":                            "invalid expression rate(5)" + rate,
		"rate(-5 minutes)":                   "invalid expression rate(-5 minutes)" + rate,
		"rate(1.5 hours)":                    "invalid expression rate(1.5 hours)" + rate,
		"rate(36501 days)":                   "rate(36501 days) is longer than 36500 days",
		"rate(99999999999999999999 minutes)": "rate(99999999999999999999 minutes) is longer than 36500 days",
		"at(2027-01-31)":                     "invalid date and time in at(2027-01-31)" + at,
		"at(2027-02-29T00:00:00)":            "invalid date and time in at(2027-02-29T00:00:00)" + at,
		"at(2027-01-31T02:00:00Z)":           "invalid date and time in at(2027-01-31T02:00:00Z)" + at,
		"at(2027-01-31T2:00:00.5)":           "invalid date and time in at(2027-01-31T2:00:00.5)" + at,
		"at(2027-01-31T02:00:00.5)":          "invalid date and time in at(2027-01-31T02:00:00.5)" + at,
		"at(2027-01-31 02:00:00)":            "invalid date and time in at(2027-01-31 02:00:00)" + at,
	}
	for expr, want := range tests {
		t.Run(expr, func(t *testing.T) {
			t.Parallel()
			if got, err := ParseAWSSchedule(expr); err == nil || err.Error() != want {
				t.Errorf("ParseAWSSchedule = %q\n got %v\nwant %s", got, err, want)
			}
		})
	}
	long := "cron(" + strings.Repeat("17,", 90) + "17 2 * * ? *)"
	if got, err := ParseAWSSchedule(long); err == nil || !strings.Contains(err.Error(), "limit for an EventBridge expression is 256") {
		t.Errorf("ParseAWSSchedule of %d characters = %q, %v", len(long), got, err)
	}
}

func TestRateInterval(t *testing.T) {
	t.Parallel()
	tests := []struct {
		expr string
		want time.Duration
		ok   bool
	}{
		{"rate(1 minute)", time.Minute, true},
		{" rate( 90 minutes ) ", 90 * time.Minute, true},
		{"rate(12 hours)", 12 * time.Hour, true},
		{"rate(36500 days)", 36500 * 24 * time.Hour, true},
		{"rate(1 days)", 0, false},
		{"cron(0 2 * * ? *)", 0, false},
		{"at(2027-01-31T02:00:00)", 0, false},
		{"0 2 * * *", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.expr, func(t *testing.T) {
			t.Parallel()
			if got, ok := RateInterval(tt.expr); got != tt.want || ok != tt.ok {
				t.Errorf("RateInterval(%q) = %v, %v; want %v, %v", tt.expr, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func FuzzParseAWSSchedule(f *testing.F) {
	for _, seed := range []string{"cron(0/15 8-17 ? * MON-FRI *)", "rate(5 minutes)", "at(2027-01-31T02:00:00)",
		"cron(", "rate()", "cron(0 0 ? * #,L *)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		text, err := ParseAWSSchedule(expr)
		if err != nil {
			return
		}
		if again, err := ParseAWSSchedule(text); err != nil || again != text {
			t.Fatalf("%q is %q, which is %q, %v", expr, text, again, err)
		}
		if interval, ok := RateInterval(text); ok != strings.HasPrefix(text, "rate") || ok && interval < time.Minute {
			t.Fatalf("RateInterval(%q) = %v, %v", text, interval, ok)
		}
	})
}
