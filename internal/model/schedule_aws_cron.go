package model

import (
	"strconv"
	"strings"
)

// UnixTimes returns a cron(...) expression of EventBridge as Unix cron, for its times
// of day: days that Unix cron cannot express (L, W, #) and years are every one; false
// for any other expression.
func UnixTimes(expr string) (Cron, bool) {
	text, err := ParseAWSSchedule(expr)
	inside, ok := strings.CutPrefix(text, "cron(")
	if err != nil || !ok {
		return Cron{}, false
	}
	fields := strings.Fields(strings.TrimSuffix(inside, ")"))[:5]
	for i, spec := range unixSpecs() {
		fields[i] = unixField(fields[i], spec)
	}
	c, err := ParseCron(strings.Join(fields, " "))
	return c, err == nil
}

// unixField converts a field: EventBridge counts weekdays from 1, and steps from a
// value without an end.
func unixField(field string, spec cronSpec) string {
	if field == "?" || strings.ContainsAny(field, "#W") || spec.max != 12 && strings.Contains(withoutNames(field), "L") {
		return "*"
	}
	elements := strings.Split(field, ",")
	for i, element := range elements {
		base, step, stepped := strings.Cut(element, "/")
		if spec.week {
			base = weekdaysByName(base)
		}
		if stepped && base != "*" && !strings.Contains(base, "-") {
			base += "-" + strconv.Itoa(spec.max)
		}
		if stepped {
			base += "/" + step
		}
		elements[i] = base
	}
	return strings.Join(elements, ",")
}

// withoutNames removes the names of months and weekdays.
func withoutNames(field string) string {
	for _, names := range []string{monthNames, weekdayNames} {
		for i := 0; i < len(names); i += 3 {
			field = strings.ReplaceAll(strings.ToUpper(field), names[i:i+3], "")
		}
	}
	return field
}

// weekdaysByName writes the numbers 1 to 7 of a value or range as names.
func weekdaysByName(base string) string {
	parts := strings.Split(base, "-")
	for i, part := range parts {
		if n, err := strconv.Atoi(part); err == nil && n >= 1 && n <= 7 {
			parts[i] = weekdayNames[3*(n-1) : 3*n]
		}
	}
	return strings.Join(parts, "-")
}
