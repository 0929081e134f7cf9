package model

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// maxAWSExpression is the longest schedule expression that EventBridge
// Scheduler accepts (botocore 1.43.11, read 2026-11-22).
const maxAWSExpression = 256

// EventBridge returns the schedule as a cron(...) expression of Amazon EventBridge
// Scheduler: six fields, of which one of the two day fields is "?". Weekdays are
// written as a list of names, because EventBridge counts them from 1 and documents
// no steps for them; steps start at a number, as in its documentation.
// Source: EventBridge Scheduler user guide, "Schedule types", read 2026-11-22.
//
// It fails if both day fields are restricted, which EventBridge does not support.
func (c Cron) EventBridge() (string, error) {
	day, weekday := "?", "?"
	switch c.dayRule() {
	case everyDay:
		day = "*"
	case daysOfMonth:
		day = c.day.eventBridge()
	case daysOfWeek:
		weekday = weekdayList(c.weekday.set)
	default:
		return "", c.bothRestricted("EventBridge")
	}
	expression := fmt.Sprintf("cron(%s %s %s %s %s *)",
		c.minute.eventBridge(), c.hour.eventBridge(), day, c.month.eventBridge(), weekday)
	if len(expression) > maxAWSExpression {
		return "", fmt.Errorf("%s has %d characters as an EventBridge expression; the limit is %d",
			quote(c.text), len(expression), maxAWSExpression)
	}
	return expression, nil
}

// Kubernetes returns the schedule of a CronJob: five fields for robfig/cron v3
// (v3.0.1 in Kubernetes 1.36, read 2026-11-22), where Sunday is 0 only, ranges do
// not wrap around the end of the week, and macros are expanded.
//
// It fails if Unix cron requires both day fields to match: Kubernetes requires only
// one.
func (c Cron) Kubernetes() (string, error) {
	return c.fiveFields("Kubernetes")
}

// CloudScheduler returns the schedule for Google Cloud Scheduler: five fields.
// Source: "Cron job format and time zone", cloud.google.com, read 2026-11-22.
//
// It fails if Unix cron requires both day fields to match: Cloud Scheduler requires
// only one.
func (c Cron) CloudScheduler() (string, error) {
	return c.fiveFields("Cloud Scheduler")
}

// fiveFields keeps the author's text if all five-field dialects agree on its
// meaning. A day field without a restriction becomes "*", because dialects differ on
// when "1-31" or "*/1" is equivalent to "*".
func (c Cron) fiveFields(platform string) (string, error) {
	day, weekday := "*", "*"
	switch c.dayRule() {
	case everyDay:
	case daysOfMonth:
		day = c.day.text
	case daysOfWeek:
		weekday = c.weekday.fiveField()
	case eitherDay:
		day, weekday = c.day.withoutStar(), c.weekday.withoutStar()
	case bothDays:
		return "", c.bothRestricted(platform)
	}
	return strings.Join([]string{c.minute.text, c.hour.text, day, c.month.text, weekday}, " "), nil
}

// bothRestricted reports that a platform cannot combine the day fields like Unix
// cron.
func (c Cron) bothRestricted(platform string) error {
	rule := "where either matches"
	if c.dayRule() == bothDays {
		rule = "only where both match, because one starts with *"
	}
	return fmt.Errorf("day of month %s and day of week %s are both restricted: Unix cron then fires %s, "+
		"which %s cannot express; write * for one of them", c.day.text, c.weekday.text, rule, platform)
}

// eventBridge writes the minute, hour, day of month or month for EventBridge.
// "*/15" becomes "0/15"; steps within a list, or with an upper bound, are expanded.
func (f cronField) eventBridge() string {
	if f.all() {
		return "*"
	}
	_, stepText, stepped := strings.Cut(f.text, "/")
	if !stepped {
		return f.text
	}
	first, last := bits.TrailingZeros64(f.set), bits.Len64(f.set)-1
	step, err := strconv.Atoi(stepText)
	if err != nil || strings.Contains(f.text, ",") || last+step <= f.spec.max {
		return f.list()
	}
	return fmt.Sprintf("%d/%d", first, step)
}

// fiveField writes the day of week without Unix cron's rules for the end of the
// week.
func (f cronField) fiveField() string {
	switch {
	case f.portable:
		return f.text
	case strings.Trim(f.text, "0123456789,-/*") != "":
		return weekdayList(f.set)
	}
	return f.list()
}

// withoutStar writes a day field that is restricted together with the other one. A
// "*" in it would be ambiguous: dialects differ on whether one or both must match.
func (f cronField) withoutStar() string {
	if strings.Contains(f.text, "*") {
		return f.list()
	}
	return f.fiveField()
}

// list expands a field to a list of numbers.
func (f cronField) list() string {
	var values []string
	for _, v := range f.values() {
		values = append(values, strconv.Itoa(v))
	}
	return strings.Join(values, ",")
}

// weekdayList expands weekdays to a list of names, from Monday to Sunday.
func weekdayList(set uint64) string {
	var names []string
	for v := 1; v <= 7; v++ {
		if day := v % 7; set>>day&1 == 1 {
			names = append(names, weekdayNames[3*day:][:3])
		}
	}
	return strings.Join(names, ",")
}
