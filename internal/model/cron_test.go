package model

import (
	"strings"
	"testing"
	"time"
)

func TestCronConversions(t *testing.T) {
	t.Parallel()
	tests := []struct{ unix, eventBridge, five string }{
		// The author's text stays where it may.
		{"0 2 * * *", "cron(0 2 * * ? *)", "0 2 * * *"},
		{"*/15 * * * *", "cron(0/15 * * * ? *)", "*/15 * * * *"},
		{"  30\t2  1,15 * *\n", "cron(30 2 1,15 * ? *)", "30 2 1,15 * *"},
		{"00 02 * * *", "cron(0 2 * * ? *)", "0 2 * * *"},
		{"0 2 * jan-mar,dec *", "cron(0 2 * JAN-MAR,DEC ? *)", "0 2 * JAN-MAR,DEC *"},

		{"0 */6 * * *", "cron(0 0/6 * * ? *)", "0 */6 * * *"},
		{"0 0 */2 * *", "cron(0 0 1/2 * ? *)", "0 0 */2 * *"},
		{"0 0 1 */3 *", "cron(0 0 1 1/3 ? *)", "0 0 1 */3 *"},
		{"0 0 1 JAN-DEC/3 *", "cron(0 0 1 1/3 ? *)", "0 0 1 JAN-DEC/3 *"},
		{"5-59/15 * * * *", "cron(5/15 * * * ? *)", "5-59/15 * * * *"},
		{"5-50/15 * * * *", "cron(5/15 * * * ? *)", "5-50/15 * * * *"},
		{"5-40/15 * * * *", "cron(5,20,35 * * * ? *)", "5-40/15 * * * *"},
		{"5,*/20 * * * *", "cron(0,5,20,40 * * * ? *)", "5,*/20 * * * *"},
		{"*/1 */1 */1 */1 */1", "cron(* * * * ? *)", "*/1 */1 * */1 *"},
		{"0-59 0-23 1-31 1-12 0-6", "cron(* * * * ? *)", "0-59 0-23 * 1-12 *"},

		// Days of the week: EventBridge counts from 1 and Kubernetes has no 7.
		{"0 6 * * 0", "cron(0 6 ? * SUN *)", "0 6 * * 0"},
		{"0 6 * * 7", "cron(0 6 ? * SUN *)", "0 6 * * 0"},
		{"0 6 * * 1", "cron(0 6 ? * MON *)", "0 6 * * 1"},
		{"0 6 * * 1-5", "cron(0 6 ? * MON,TUE,WED,THU,FRI *)", "0 6 * * 1-5"},
		{"0 6 * * mon-fri", "cron(0 6 ? * MON,TUE,WED,THU,FRI *)", "0 6 * * MON-FRI"},
		{"0 6 * * 5-7", "cron(0 6 ? * FRI,SAT,SUN *)", "0 6 * * 0,5,6"},
		{"0 6 * * 0-7", "cron(0 6 * * ? *)", "0 6 * * *"},
		{"0 6 * * 1-7", "cron(0 6 * * ? *)", "0 6 * * *"},
		{"0 6 * * 1-7/2", "cron(0 6 ? * MON,WED,FRI,SUN *)", "0 6 * * 0,1,3,5"},
		{"0 6 * * */2", "cron(0 6 ? * TUE,THU,SAT,SUN *)", "0 6 * * */2"},
		{"0 6 * * FRI-MON", "cron(0 6 ? * MON,FRI,SAT,SUN *)", "0 6 * * MON,FRI,SAT,SUN"},
		{"0 6 * * SAT-SUN", "cron(0 6 ? * SAT,SUN *)", "0 6 * * SAT,SUN"},
		{"0 6 * * fri-mon/2", "cron(0 6 ? * FRI,SUN *)", "0 6 * * FRI,SUN"},
		{"0 6 * * SUN-SAT", "cron(0 6 * * ? *)", "0 6 * * *"},
		{"0 6 * * 6,0", "cron(0 6 ? * SAT,SUN *)", "0 6 * * 6,0"},

		// Day fields that only look restricted: 1-31 does not begin with "*", so
		// either may match, and every day does.
		{"0 0 1-31 * MON", "cron(0 0 * * ? *)", "0 0 * * *"},
		{"0 0 */1 * MON", "cron(0 0 ? * MON *)", "0 0 * * MON"},
		{"0 0 15 * 0-6", "cron(0 0 * * ? *)", "0 0 * * *"},
		{"0 0 15 * */1", "cron(0 0 15 * ? *)", "0 0 15 * *"},
		{"0 0 *,5 * MON", "cron(0 0 ? * MON *)", "0 0 * * MON"},
		{"0 0 29 2 *", "cron(0 0 29 2 ? *)", "0 0 29 2 *"},
		{"0 0 31 * *", "cron(0 0 31 * ? *)", "0 0 31 * *"},

		{"@hourly", "cron(0 * * * ? *)", "0 * * * *"},
		{"@daily", "cron(0 0 * * ? *)", "0 0 * * *"},
		{"@midnight", "cron(0 0 * * ? *)", "0 0 * * *"},
		{" @weekly ", "cron(0 0 ? * SUN *)", "0 0 * * 0"},
		{"@monthly", "cron(0 0 1 * ? *)", "0 0 1 * *"},
		{"@yearly", "cron(0 0 1 1 ? *)", "0 0 1 1 *"},
		{"@Annually", "cron(0 0 1 1 ? *)", "0 0 1 1 *"},
	}
	for _, tt := range tests {
		t.Run(tt.unix, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCron(tt.unix)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := c.String(), strings.Join(strings.Fields(tt.unix), " "); got != want {
				t.Errorf("String() = %q, want %q", got, want)
			}
			if got, err := c.EventBridge(); err != nil || got != tt.eventBridge {
				t.Errorf("EventBridge() = %q, %v; want %q", got, err, tt.eventBridge)
			}
			if got, err := c.Kubernetes(); err != nil || got != tt.five {
				t.Errorf("Kubernetes() = %q, %v; want %q", got, err, tt.five)
			}
			if got, err := c.CloudScheduler(); err != nil || got != tt.five {
				t.Errorf("CloudScheduler() = %q, %v; want %q", got, err, tt.five)
			}
		})
	}
}

// What a platform cannot express is an error, in words that say what it means.
func TestCronBothDaysRestricted(t *testing.T) {
	t.Parallel()
	const either = ` are both restricted: Unix cron then fires where either matches, which EventBridge cannot express; write * for one of them`
	both := func(platform string) string {
		return ` are both restricted: Unix cron then fires only where both match, because one starts with *, which ` +
			platform + ` cannot express; write * for one of them`
	}
	tests := []struct{ unix, eventBridge, kubernetes, cloudScheduler string }{
		{"0 0 1 * MON", "day of month 1 and day of week MON" + either, "0 0 1 * MON", "0 0 1 * MON"},
		{"0 0 13 * 5-7", "day of month 13 and day of week 5-7" + either, "0 0 13 * 0,5,6", "0 0 13 * 0,5,6"},
		{"0 0 30,*/10 * 1,*/3", "day of month 30,*/10 and day of week 1,*/3" + either, "0 0 1,11,21,30,31 * 0,1,3,6", "0 0 1,11,21,30,31 * 0,1,3,6"},
		{"0 0 */2 * MON", "day of month */2 and day of week MON" + both("EventBridge"),
			"day of month */2 and day of week MON" + both("Kubernetes"), "day of month */2 and day of week MON" + both("Cloud Scheduler")},
		{"0 0 13 * */2", "day of month 13 and day of week */2" + both("EventBridge"),
			"day of month 13 and day of week */2" + both("Kubernetes"), "day of month 13 and day of week */2" + both("Cloud Scheduler")},
	}
	for _, tt := range tests {
		t.Run(tt.unix, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCron(tt.unix)
			if err != nil {
				t.Fatal(err)
			}
			if got := textOrError(c.EventBridge()); got != tt.eventBridge {
				t.Errorf("EventBridge()\n got %s\nwant %s", got, tt.eventBridge)
			}
			if got := textOrError(c.Kubernetes()); got != tt.kubernetes {
				t.Errorf("Kubernetes()\n got %s\nwant %s", got, tt.kubernetes)
			}
			if got := textOrError(c.CloudScheduler()); got != tt.cloudScheduler {
				t.Errorf("CloudScheduler()\n got %s\nwant %s", got, tt.cloudScheduler)
			}
		})
	}
}

func textOrError(text string, err error) string {
	if err != nil {
		return err.Error()
	}
	return text
}

func TestEventBridgeLength(t *testing.T) {
	t.Parallel()
	even := strings.Join(strings.Fields("0 2 4 6 8 10 12 14 16 18 20 22"), ",")
	var minutes []string
	for range 80 {
		minutes = append(minutes, "17")
	}
	c, err := ParseCron(strings.Join(minutes, ",") + " " + even + " * * *")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := c.EventBridge(); err == nil || !strings.Contains(err.Error(), "limit is 256") {
		t.Errorf("EventBridge() = %q, %v", text, err)
	}
}

func TestParseCronErrors(t *testing.T) {
	t.Parallel()
	const order = "(minute, hour, day of month, month and day of week)"
	tests := map[string]string{
		"":                      `empty cron expression; write one such as "0 2 * * *"`,
		" \t":                   `empty cron expression; write one such as "0 2 * * *"`,
		"daily":                 "1 field where Unix cron has 5 " + order,
		"0 2 * *":               "4 fields where Unix cron has 5 " + order,
		"0 2 * * * *":           "6 fields where Unix cron has 5 " + order + ": it has neither seconds nor years",
		"0 0 2 * * * 2027":      "7 fields where Unix cron has 5 " + order + ": it has neither seconds nor years",
		"TZ=Asia/Tokyo 0 2 * *": `a cron expression has no time zone; move "Asia/Tokyo" to schedule.timezone`,
		"CRON_TZ=UTC @daily":    `a cron expression has no time zone; move "UTC" to schedule.timezone`,
		"cron(0 2 * * ? *)":     "cron(...) is an expression of Amazon EventBridge, not Unix cron",
		"rate(1 day)":           "rate(...) is an expression of Amazon EventBridge, not Unix cron",
		"@reboot":               "@reboot is not supported: no machine boots before the job starts",
		"@every 1h30m":          `@every is not Unix cron; write the times, such as "*/15 * * * *" or "0 */6 * * *"`,
		"@fortnightly":          `unknown cron macro "@fortnightly"; the macros are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually`,
		"@daily 5":              `unknown cron macro "@daily 5"; the macros are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually`,

		"60 * * * *":                         "minute: 60 is above 59",
		"* 24 * * *":                         "hour: 24 is above 23",
		"* * 0 * *":                          "day of month: 0 is below 1",
		"* * 32 * *":                         "day of month: 32 is above 31",
		"* * * 13 *":                         "month: 13 is above 12",
		"* * * 0 *":                          "month: 0 is below 1",
		"* * * * 8":                          "day of week: 8 is above 7",
		"-5 * * * *":                         "minute: missing value",
		"1,,2 * * * *":                       "minute: missing value",
		"5- * * * *":                         "minute: missing value",
		"x * * * *":                          `minute: invalid value "x": expected a number from 0 to 59`,
		"1.5 * * * *":                        `minute: invalid value "1.5": expected a number from 0 to 59`,
		"** * * * *":                         `minute: invalid value "**": expected a number from 0 to 59`,
		"* H * * *":                          `hour: invalid value "H": expected a number from 0 to 23`,
		"* * MON * *":                        `day of month: invalid value "MON": expected a number from 1 to 31`,
		"* * * JANUARY *":                    `month: invalid value "JANUARY": expected a number from 1 to 12 or a name such as FEB`,
		"* * * ANF *":                        `month: invalid value "ANF": expected a number from 1 to 12 or a name such as FEB`,
		"* * * * MO":                         `day of week: invalid value "MO": expected a number from 0 to 6 or a name such as MON`,
		"* * * * JAN":                        `day of week: invalid value "JAN": expected a number from 0 to 6 or a name such as MON`,
		strings.Repeat("9", 80) + " * * * *": "minute: " + strings.Repeat("9", 60) + "… is above 59",

		"*/0 * * * *":                    "minute: invalid step 0: it must be 1 or more",
		"*/x * * * *":                    `minute: invalid step "x": not a number`,
		"*/ * * * *":                     `minute: invalid step "": not a number`,
		"*/-5 * * * *":                   `minute: invalid step "-5": not a number`,
		"*/5/5 * * * *":                  `minute: invalid step "5/5": not a number`,
		"*/60 * * * *":                   "minute: the step 60 is larger than the range 0-59",
		"* */24 * * *":                   "hour: the step 24 is larger than the range 0-23",
		"* * */31 * *":                   "day of month: the step 31 is larger than the range 1-31",
		"* * * */12 *":                   "month: the step 12 is larger than the range 1-12",
		"* * * * */7":                    "day of week: the step 7 is larger than the range 0-6",
		"* * * * MON-WED/3":              "day of week: the step 3 is larger than the range MON-WED",
		"* * * * FRI-MON/4":              "day of week: the step 4 is larger than the range FRI-MON",
		"5-10/6 * * * *":                 "minute: the step 6 is larger than the range 5-10",
		"0/99999999999999999999 * * * *": `minute: invalid step "99999999999999999999": too large`,
		"0/15 * * * *":                   `minute: "0/15" is a step from a single value, which not every cron supports; write 0-59/15`,
		"0 0 1 JAN/3 *":                  `month: "JAN/3" is a step from a single value, which not every cron supports; write JAN-DEC/3`,
		"59/2 * * * *":                   `minute: "59/2" is a step from the last value; write 59`,

		"0 0 * * 7/1":     `day of week: "7/1" is a step from the last value; write 7`,
		"30-10 * * * *":   "minute: invalid range 30-10: it is descending; write 30-59,0-10",
		"0 22-2 * * *":    "hour: invalid range 22-2: it is descending; write 22-23,0-2",
		"0 23-0 * * *":    "hour: invalid range 23-0: it is descending; write 23,0",
		"0 0 1 NOV-FEB *": "month: invalid range NOV-FEB: it is descending; write NOV-DEC,JAN-FEB",
		"0 0 1 11-2 *":    "month: invalid range 11-2: it is descending; write 11-12,1-2",
		"0 0 * * 5-1":     "day of week: invalid range 5-1: it is descending; write 5-6,0-1",
		"0 0 * * FRI-1":   "day of week: invalid range FRI-1: it is descending; write FRI-SAT,0-1",

		"0 0 ? * MON":   "day of month: ? is not Unix cron; write *",
		"0 0 L * *":     `day of month: "L" is not Unix cron, which does not support the last day (L)`,
		"0 0 L-3 * *":   `day of month: "L" is not Unix cron, which does not support the last day (L)`,
		"0 0 * * 5L":    `day of week: "5L" is not Unix cron, which does not support the last day (L)`,
		"0 0 15W * *":   `day of month: "15W" is not Unix cron, which does not support the nearest weekday (W)`,
		"0 0 LW * *":    `day of month: "LW" is not Unix cron, which does not support the nearest weekday (W)`,
		"0 0 * * MON#2": `day of week: "MON#2" is not Unix cron, which does not support the nth weekday of a month (#)`,

		"0 0 31 2 *":        `"0 0 31 2 *" never fires: month 2 has no day 31`,
		"0 0 30 feb *":      `"0 0 30 feb *" never fires: month FEB has no day 30`,
		"0 0 31 4,6,9,11 *": `"0 0 31 4,6,9,11 *" never fires: month 4,6,9,11 has no day 31`,
		"0 0 30-31 2 */2":   `"0 0 30-31 2 */2" never fires: month 2 has no day 30-31`,
	}
	for expr, want := range tests {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCron(expr)
			if err == nil || err.Error() != want {
				t.Errorf("ParseCron(%q) = %v\n got %v\nwant %s", expr, c, err, want)
			}
		})
	}
}

// A day that no month has does no harm where the weekday alone may fire.
func TestCronFiresByWeekday(t *testing.T) {
	t.Parallel()
	if _, err := ParseCron("0 0 31 2 MON"); err != nil {
		t.Error(err)
	}
}

func TestCronIntervals(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	tests := []struct {
		expr              string
		shortest, longest time.Duration
	}{
		{"* * * * *", time.Minute, time.Minute},
		{"*/15 * * * *", 15 * time.Minute, 15 * time.Minute},
		{"*/25 * * * *", 10 * time.Minute, 25 * time.Minute},
		{"@hourly", time.Hour, time.Hour},
		{"0 2 * * *", day, day},
		{"0 2,3 * * *", time.Hour, 23 * time.Hour},
		{"0 0,23 * * *", time.Hour, 23 * time.Hour},
		{"0 9-17 * * MON-FRI", time.Hour, 64 * time.Hour},
		{"0 6 * * 1-5", day, 3 * day},
		{"@weekly", 7 * day, 7 * day},
		{"@monthly", 28 * day, 31 * day},
		{"0 0 31 * *", 31 * day, 61 * day},
		{"0 0 1,2 * *", day, 30 * day},
		{"@yearly", 365 * day, 366 * day},
		{"0 0 29 2 *", 1461 * day, 1461 * day},
		{"0 0 29 2 */6", (12*365 + 3) * day, (16*365 + 4) * day}, // only on a weekend
		{"59 23 31 12 *", 365 * day, 366 * day},
		{"0 0 1 * MON", day, 7 * day},
	}
	for _, tt := range tests {
		t.Run(tt.expr, func(t *testing.T) {
			t.Parallel()
			c, err := ParseCron(tt.expr)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.MinInterval(); got != tt.shortest {
				t.Errorf("MinInterval() = %v, want %v", got, tt.shortest)
			}
			if got := c.MaxInterval(); got != tt.longest {
				t.Errorf("MaxInterval() = %v, want %v", got, tt.longest)
			}
		})
	}
}

func TestZeroCron(t *testing.T) {
	t.Parallel()
	var c Cron
	if c.MinInterval() != 0 || c.MaxInterval() != 0 || c.String() != "" {
		t.Errorf("the zero Cron: %v, %v, %q", c.MinInterval(), c.MaxInterval(), c)
	}
}
