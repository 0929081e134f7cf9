package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file reads cron in each platform's own dialect, from the platform's
// manual or source and without the code under test, so that conversions can be
// compared by what they do.

// firing is when a schedule fires: at each hour and minute of each day.
type firing struct {
	minutes, hours []int
	on             func(date time.Time) bool
	// dayRestricted, weekdayRestricted: the field leaves out some day.
	dayRestricted, weekdayRestricted bool
	// starred: one of the two day fields begins with "*".
	starred bool
}

// values reads a field: a, a-b, *, with or without /n, in a list.
func values(field string, low, high int, names []string, base int, fromN, wrap bool) []int {
	number := func(text string) int {
		if i := slices.Index(names, strings.ToUpper(text)); i >= 0 {
			return i + base
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < low || n > high {
			panic(fmt.Sprintf("%q is not a value from %d to %d", text, low, high))
		}
		return n
	}
	var all []int
	for element := range strings.SplitSeq(field, ",") {
		span, stepText, stepped := strings.Cut(element, "/")
		a, b, ranged := strings.Cut(span, "-")
		from, to, step := low, high, 1
		if span != "*" {
			from = number(a)
			to = from
		}
		if ranged {
			to = number(b)
		}
		if stepped {
			step, _ = strconv.Atoi(stepText)
			if step < 1 || span != "*" && !ranged && !fromN {
				panic("bad step in " + element)
			}
			if span != "*" && !ranged {
				to = high
			}
		}
		if from > to {
			if !wrap {
				panic("backward range " + element)
			}
			to += 7
		}
		for v := from; v <= to; v += step {
			all = append(all, v)
		}
	}
	return all
}

var (
	testMonths   = strings.Fields("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")
	testWeekdays = strings.Fields("SUN MON TUE WED THU FRI SAT")
)

// sunday0 makes every Sunday 0, and sorts.
func sunday0(days []int) []int {
	for i := range days {
		days[i] %= 7
	}
	return sorted(days)
}

func sorted(v []int) []int {
	return slices.Compact(slices.Sorted(slices.Values(v)))
}

// newFiring combines the fields; and says whether a day has to match both.
func newFiring(minutes, hours, days, months, weekdays []int, and bool) firing {
	f := firing{
		minutes: sorted(minutes), hours: sorted(hours),
		dayRestricted: len(sorted(days)) < 31, weekdayRestricted: len(sorted(weekdays)) < 7,
	}
	f.on = func(date time.Time) bool {
		if !slices.Contains(months, int(date.Month())) {
			return false
		}
		day, weekday := slices.Contains(days, date.Day()), slices.Contains(weekdays, int(date.Weekday()))
		if and {
			return day && weekday
		}
		return day || weekday
	}
	return f
}

// readVixie follows cron(5) and the source of Vixie cron 4.1.
func readVixie(expr string) firing {
	f := strings.Fields(expr)
	starred := f[2][0] == '*' || f[4][0] == '*'
	weekdayHigh := 7
	if f[4][0] == '*' || strings.Contains(f[4], "*") {
		weekdayHigh = 6
	}
	var weekdays []int
	for element := range strings.SplitSeq(f[4], ",") {
		high := weekdayHigh
		if element[0] != '*' {
			high = 7
		}
		weekdays = append(weekdays, values(element, 0, high, testWeekdays, 0, false, true)...)
	}
	result := newFiring(
		values(f[0], 0, 59, nil, 0, false, false), values(f[1], 0, 23, nil, 0, false, false),
		values(f[2], 1, 31, nil, 0, false, false), values(f[3], 1, 12, testMonths, 1, false, false),
		sunday0(weekdays), starred)
	result.starred = starred
	return result
}

// readRobfig follows parser.go and spec.go of robfig/cron v3.0.1: the star bit
// is set by an element that is "*", and cleared by a step above 1.
func readRobfig(expr string) firing {
	f := strings.Fields(expr)
	star := func(field string) bool {
		return slices.ContainsFunc(strings.Split(field, ","), func(e string) bool { return e == "*" || e == "*/1" })
	}
	return newFiring(
		values(f[0], 0, 59, nil, 0, true, false), values(f[1], 0, 23, nil, 0, true, false),
		values(f[2], 1, 31, nil, 0, true, false), values(f[3], 1, 12, testMonths, 1, true, false),
		values(f[4], 0, 6, testWeekdays, 0, true, false), star(f[2]) || star(f[4]))
}

// readCloudScheduler follows its manual: a day field is unrestricted if it is
// "*" and nothing else.
func readCloudScheduler(expr string) firing {
	f := strings.Fields(expr)
	return newFiring(
		values(f[0], 0, 59, nil, 0, false, false), values(f[1], 0, 23, nil, 0, false, false),
		values(f[2], 1, 31, nil, 0, false, false), values(f[3], 1, 12, testMonths, 1, false, false),
		sunday0(values(f[4], 0, 7, testWeekdays, 0, false, false)), f[2] == "*" || f[4] == "*")
}

// readEventBridge follows the EventBridge Scheduler user guide.
func readEventBridge(expr string) firing {
	body, ok := strings.CutPrefix(expr, "cron(")
	f := strings.Fields(strings.TrimSuffix(body, ")"))
	if !ok || len(f) != 6 || f[5] != "*" || (f[2] == "?") == (f[4] == "?") {
		panic("not EventBridge: " + expr)
	}
	day, weekday := strings.Replace(f[2], "?", "*", 1), strings.Replace(f[4], "?", "*", 1)
	if strings.ContainsAny(weekday, "/") {
		panic("a step in the day of week: " + expr)
	}
	weekdays := values(weekday, 1, 7, testWeekdays, 1, true, false)
	for i := range weekdays {
		weekdays[i]--
	}
	return newFiring(
		values(f[0], 0, 59, nil, 0, true, false), values(f[1], 0, 23, nil, 0, true, false),
		values(day, 1, 31, nil, 0, true, false), values(f[3], 1, 12, testMonths, 1, true, false),
		weekdays, true)
}

// difference names the first time in two years at which one of two schedules
// fires and the other does not.
func difference(a, b firing) string {
	if !slices.Equal(a.minutes, b.minutes) {
		return fmt.Sprintf("minutes %v, not %v", b.minutes, a.minutes)
	}
	if !slices.Equal(a.hours, b.hours) {
		return fmt.Sprintf("hours %v, not %v", b.hours, a.hours)
	}
	for n := range 2 * 366 {
		date := time.Date(2027, time.January, 1+n, 0, 0, 0, 0, time.UTC)
		if a.on(date) != b.on(date) {
			return fmt.Sprintf("on %s: %v, not %v", date.Format("Mon 2006-01-02"), b.on(date), a.on(date))
		}
	}
	return ""
}
