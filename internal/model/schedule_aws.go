package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// IsAWSSchedule reports whether a schedule is an expression of Amazon EventBridge
// Scheduler, cron(...), rate(...) or at(...), rather than Unix cron.
func IsAWSSchedule(expr string) bool {
	expr = strings.TrimSpace(expr)
	for _, kind := range []string{"cron(", "rate(", "at("} {
		if strings.HasPrefix(expr, kind) {
			return true
		}
	}
	return false
}

// ParseAWSSchedule validates an expression of Amazon EventBridge Scheduler and
// returns it with single spaces:
//
//	cron(0/15 8-17 ? * MON-FRI *)   minute, hour, day of month, month, day of week, year
//	rate(5 minutes)                 minute(s), hour(s) or day(s); the singular for 1
//	at(2027-01-31T02:00:00)         once
//
// Source: EventBridge Scheduler user guide, "Schedule types", read 2026-11-22.
func ParseAWSSchedule(expr string) (string, error) {
	text := strings.TrimSpace(expr)
	kind, body, ok := strings.Cut(text, "(")
	body, closed := strings.CutSuffix(body, ")")
	if !ok || !closed || !IsAWSSchedule(text) {
		return "", fmt.Errorf("invalid EventBridge expression %s; write cron(...), rate(...) or at(...)", quote(expr))
	}
	fields := strings.Fields(body)
	var err error
	switch kind {
	case "cron":
		err = checkAWSCron(fields)
	case "rate":
		_, err = parseRate(fields)
	case "at":
		err = checkAt(fields)
	}
	if err != nil {
		return "", err
	}
	text = kind + "(" + strings.Join(fields, " ") + ")"
	if len(text) > maxAWSExpression {
		return "", fmt.Errorf("%s has %d characters; the limit for an EventBridge expression is %d",
			quote(text), len(text), maxAWSExpression)
	}
	return text, nil
}

// RateInterval returns the time between two firings of a rate(...) expression, and
// false for any other expression.
func RateInterval(expr string) (time.Duration, bool) {
	text, err := ParseAWSSchedule(expr)
	if err != nil || !strings.HasPrefix(text, "rate(") {
		return 0, false
	}
	interval, err := parseRate(strings.Fields(strings.TrimSuffix(strings.TrimPrefix(text, "rate("), ")")))
	return interval, err == nil
}

// parseRate parses the text between the parentheses of rate(...).
func parseRate(fields []string) (time.Duration, error) {
	const longest = 36500 // days: well within the range of a time.Duration
	const form = "write a whole number and minutes, hours or days, such as rate(5 minutes)"
	rate := "rate(" + truncate(strings.Join(fields, " ")) + ")"
	if len(fields) != 2 || !isNumber(fields[0]) {
		return 0, fmt.Errorf("invalid expression %s; %s", rate, form)
	}
	singular, plural := strings.CutSuffix(fields[1], "s")
	unit, ok := rateUnit(singular)
	if !ok {
		return 0, fmt.Errorf("%s has the unknown unit %s; %s", rate, quote(fields[1]), form)
	}
	n, err := strconv.Atoi(fields[0])
	switch {
	case err != nil || time.Duration(n) > longest*24*time.Hour/unit:
		return 0, fmt.Errorf("%s is longer than %d days", rate, longest)
	case fields[0][0] == '0':
		return 0, fmt.Errorf("%s does not start with a positive number", rate)
	case n == 1 && plural:
		return 0, fmt.Errorf("%s is plural; EventBridge requires rate(1 %s)", rate, singular)
	case n > 1 && !plural:
		return 0, fmt.Errorf("%s is singular; EventBridge requires rate(%d %ss)", rate, n, singular)
	}
	return time.Duration(n) * unit, nil
}

// rateUnit returns the length of a minute, an hour or a day.
func rateUnit(singular string) (time.Duration, bool) {
	switch singular {
	case "minute":
		return time.Minute, true
	case "hour":
		return time.Hour, true
	case "day":
		return 24 * time.Hour, true
	}
	return 0, false
}

func checkAt(fields []string) error {
	const layout = "2006-01-02T15:04:05"
	// time.Parse also accepts fractions of a second.
	if len(fields) == 1 && len(fields[0]) == len(layout) {
		if _, err := time.Parse(layout, fields[0]); err == nil {
			return nil
		}
	}
	return fmt.Errorf("invalid date and time in at(%s); write one such as at(2027-01-31T02:00:00), without a time zone",
		truncate(strings.Join(fields, " ")))
}

// awsSpec defines the values of a field of EventBridge's cron.
type awsSpec struct {
	cronSpec
	// steps: "1/10"; open: "?".
	steps, open bool
	// special recognizes values that only this field supports; may be nil.
	special func(spec cronSpec, element string) bool
}

func awsSpecs() [6]awsSpec {
	unix := unixSpecs()
	weekday := cronSpec{name: "day of week", min: 1, max: 7, names: weekdayNames}
	return [6]awsSpec{
		{cronSpec: unix[0], steps: true},
		{cronSpec: unix[1], steps: true},
		{cronSpec: unix[2], steps: true, open: true, special: isLastOrWorkingDay},
		{cronSpec: unix[3], steps: true},
		{cronSpec: weekday, open: true, special: isLastOrNthWeekday},
		{cronSpec: cronSpec{name: "year", min: 1970, max: 2199}, steps: true},
	}
}

// isLastOrWorkingDay recognizes L, and 3W for the weekday nearest to the 3rd.
func isLastOrWorkingDay(spec cronSpec, element string) bool {
	day, ok := strings.CutSuffix(element, "W")
	_, _, err := spec.parseValue(day)
	return element == "L" || ok && err == nil
}

// isLastOrNthWeekday recognizes L, 6L for the last Friday of the month, and 6#3 for
// the third.
func isLastOrNthWeekday(spec cronSpec, element string) bool {
	if element == "L" {
		return true
	}
	weekday, ok := strings.CutSuffix(element, "L")
	if !ok {
		var nth string
		weekday, nth, ok = strings.Cut(element, "#")
		ok = ok && len(nth) == 1 && "1" <= nth && nth <= "5"
	}
	_, _, err := spec.parseValue(weekday)
	return ok && err == nil
}

func checkAWSCron(fields []string) error {
	const order = "minute, hour, day of month, month, day of week and year"
	if len(fields) != 6 {
		return fmt.Errorf("cron(...) has %d fields where EventBridge has 6: %s", len(fields), order)
	}
	for i, spec := range awsSpecs() {
		if err := spec.check(fields[i]); err != nil {
			return fmt.Errorf("%s: %w", spec.name, err)
		}
	}
	if (fields[2] == "?") == (fields[4] == "?") {
		return errors.New("exactly one of day of month and day of week must be ? in cron(...)")
	}
	return nil
}

func (s awsSpec) check(field string) error {
	if field == "*" || s.open && field == "?" {
		return nil
	}
	// A day of week may have only one expression with #.
	if strings.Contains(field, "#") && strings.Contains(field, ",") {
		return fmt.Errorf("%s combines a # expression with others, which EventBridge does not support", quote(field))
	}
	for element := range strings.SplitSeq(field, ",") {
		if s.special != nil && s.special(s.cronSpec, element) {
			continue
		}
		if err := s.checkElement(element); err != nil {
			return err
		}
	}
	return nil
}

func (s awsSpec) checkElement(element string) error {
	base, stepText, stepped := strings.Cut(element, "/")
	if stepped {
		if !s.steps {
			return fmt.Errorf("%s has a step, which EventBridge does not support in this field; list the values", quote(element))
		}
		step, err := parseStep(stepText)
		if err != nil {
			return err
		}
		if step > s.max-s.min {
			return fmt.Errorf("the step %d is larger than the range %d-%d", step, s.min, s.max)
		}
		if base == "*" {
			return nil
		}
	}
	lowText, highText, isRange := strings.Cut(base, "-")
	low, _, err := s.parseValue(lowText)
	if err != nil || !isRange {
		return err
	}
	high, _, err := s.parseValue(highText)
	if err != nil {
		return err
	}
	if low > high {
		return fmt.Errorf("invalid range %s: it is descending; list the values", base)
	}
	return nil
}
