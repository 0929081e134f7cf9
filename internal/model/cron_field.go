package model

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

const (
	monthNames   = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
	weekdayNames = "SUNMONTUEWEDTHUFRISAT"
)

// cronSpec defines the values of a field of a cron dialect.
type cronSpec struct {
	name     string
	min, max int
	// names are concatenated three-letter names, counted from min; may be empty.
	names string
	// week marks Unix cron's day of week, where 7 is the same as 0.
	week bool
}

// unixSpecs returns the fields of Unix cron, in order.
func unixSpecs() [5]cronSpec {
	return [5]cronSpec{
		{name: "minute", min: 0, max: 59},
		{name: "hour", min: 0, max: 23},
		{name: "day of month", min: 1, max: 31},
		{name: "month", min: 1, max: 12, names: monthNames},
		{name: "day of week", min: 0, max: 6, names: weekdayNames, week: true},
	}
}

// cronField is a parsed field.
type cronField struct {
	spec cronSpec
	// text is the field as written, except for case and leading zeros.
	text string
	// set has a bit for every matching value.
	set uint64
	// star is true if the field starts with "*". That, not the values, determines
	// how Vixie cron combines the two day fields.
	star bool
	// portable is false if text relies on Unix cron's rules for the end of the
	// week: a 7, or a range of names that wraps around after Saturday.
	portable bool
}

// all reports whether the field matches every value.
func (f cronField) all() bool {
	return bits.OnesCount64(f.set) == f.spec.max-f.spec.min+1
}

// has reports whether the field matches the value.
func (f cronField) has(value int) bool { return f.set>>value&1 == 1 }

// values returns the matching values, in ascending order.
func (f cronField) values() []int {
	var values []int
	for v := f.spec.min; v <= f.spec.max; v++ {
		if f.has(v) {
			values = append(values, v)
		}
	}
	return values
}

// parse parses a field of Unix cron.
func (s cronSpec) parse(text string) (cronField, error) {
	field := cronField{spec: s, star: strings.HasPrefix(text, "*"), portable: true}
	var elements []string
	for element := range strings.SplitSeq(text, ",") {
		r, err := s.parseElement(element)
		if err != nil {
			return cronField{}, err
		}
		for v := r.low; v <= r.high; v += r.step {
			field.set |= 1 << s.wrap(v)
		}
		field.portable = field.portable && r.high <= s.max
		elements = append(elements, r.text)
	}
	field.text = strings.Join(elements, ",")
	return field, nil
}

// wrap maps a value after the end of the week back into it.
func (s cronSpec) wrap(value int) int {
	if s.week {
		return value % (s.max + 1)
	}
	return value
}

// cronRange is an element of a field's list: low, low+step, ... up to high.
// A range that wraps around the end of the week continues after 6.
type cronRange struct {
	low, high, step int
	text            string
}

// parseElement parses "*", "5", "1-5" or either of the ranges with a "/step".
func (s cronSpec) parseElement(text string) (cronRange, error) {
	base, stepText, stepped := strings.Cut(text, "/")
	r, err := s.parseSpan(base)
	if err != nil || !stepped {
		return r, err
	}
	step, err := parseStep(stepText)
	if err != nil {
		return cronRange{}, err
	}
	switch {
	case r.low >= s.max && !strings.Contains(base, "-"):
		return cronRange{}, fmt.Errorf("%s is a step from the last value; write %s", quote(text), r.text)
	case r.low == r.high && !strings.Contains(base, "-"):
		return cronRange{}, fmt.Errorf("%s is a step from a single value, which not every cron supports; write %s-%s/%d",
			quote(text), r.text, s.label(s.max, r.text), step)
	case step > 1 && step > r.high-r.low:
		return cronRange{}, fmt.Errorf("the step %d is larger than the range %s",
			step, span(s.label(s.wrap(r.low), r.text), s.label(s.wrap(r.high), r.text)))
	}
	r.step = step
	r.text += "/" + strconv.Itoa(step)
	return r, nil
}

// parseStep parses what follows the "/": a number, 1 or more.
func parseStep(text string) (int, error) {
	if !isNumber(text) {
		return 0, fmt.Errorf("invalid step %s: not a number", quote(text))
	}
	step, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("invalid step %s: too large", quote(text))
	case step == 0:
		return 0, errors.New("invalid step 0: it must be 1 or more")
	}
	return step, nil
}

// parseSpan parses "*", "5" or "1-5".
func (s cronSpec) parseSpan(text string) (cronRange, error) {
	if text == "*" {
		return cronRange{low: s.min, high: s.max, step: 1, text: text}, nil
	}
	lowText, highText, isRange := strings.Cut(text, "-")
	low, lowText, err := s.parseUnixValue(lowText)
	if err != nil {
		return cronRange{}, err
	}
	if !isRange {
		return cronRange{low: low, high: low, step: 1, text: lowText}, nil
	}
	high, highText, err := s.parseUnixValue(highText)
	if err != nil {
		return cronRange{}, err
	}
	r := cronRange{low: low, high: high, step: 1, text: lowText + "-" + highText}
	if low <= high {
		return r, nil
	}
	// FRI-MON can only mean the days from Friday to Monday. A descending range
	// of numbers may as well be a mistake.
	if s.week && !isNumber(lowText) && !isNumber(highText) {
		r.high += s.max + 1
		return r, nil
	}
	return cronRange{}, fmt.Errorf("invalid range %s: it is descending; write %s,%s", r.text,
		span(lowText, s.label(s.max, lowText)), span(s.label(s.min, highText), highText))
}

// span writes a range from low to high.
func span(low, high string) string {
	if low == high {
		return low
	}
	return low + "-" + high
}

// label writes a value as a name if the adjacent value is a name.
func (s cronSpec) label(value int, adjacent string) string {
	if s.names != "" && adjacent != "" && adjacent[0] >= 'A' {
		return s.names[3*(value-s.min):][:3]
	}
	return strconv.Itoa(value)
}

// parseUnixValue is parseValue with specific errors for other dialects.
func (s cronSpec) parseUnixValue(text string) (value int, canonical string, err error) {
	upper := strings.ToUpper(text)
	switch {
	case upper == "?":
		err = errors.New("? is not Unix cron; write *")
	case strings.Contains(upper, "#"):
		err = fmt.Errorf("%s is not Unix cron, which does not support the nth weekday of a month (#)", quote(text))
	case hasMark(upper, "L"):
		err = fmt.Errorf("%s is not Unix cron, which does not support the last day (L)", quote(text))
	case hasMark(upper, "W"), upper == "LW":
		err = fmt.Errorf("%s is not Unix cron, which does not support the nearest weekday (W)", quote(text))
	default:
		return s.parseValue(text)
	}
	return 0, "", err
}

// hasMark reports whether s is the mark, alone or after a number: "L", "5L".
func hasMark(s, mark string) bool {
	number, ok := strings.CutSuffix(s, mark)
	return ok && (number == "" || isNumber(number))
}

// parseValue parses a number or a name, and returns its canonical spelling: names
// in upper case, numbers without leading zeros.
func (s cronSpec) parseValue(text string) (value int, canonical string, err error) {
	if text == "" {
		return 0, "", errors.New("missing value")
	}
	if !isNumber(text) {
		name := strings.ToUpper(text)
		if i := strings.Index(s.names, name); len(name) == 3 && i >= 0 && i%3 == 0 {
			return s.min + i/3, name, nil
		}
		if s.names == "" {
			return 0, "", fmt.Errorf("invalid value %s: expected a number from %d to %d", quote(text), s.min, s.max)
		}
		return 0, "", fmt.Errorf("invalid value %s: expected a number from %d to %d or a name such as %s",
			quote(text), s.min, s.max, s.names[3:6])
	}
	top := s.max
	if s.week {
		top = s.max + 1
	}
	value, err = strconv.Atoi(text)
	switch {
	case err != nil || value > top:
		return 0, "", fmt.Errorf("%s is above %d", truncate(text), top)
	case value < s.min:
		return 0, "", fmt.Errorf("%d is below %d", value, s.min)
	}
	return value, strconv.Itoa(value), nil
}

// isNumber reports whether s is one or more ASCII digits.
func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
