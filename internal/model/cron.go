package model

import (
	"errors"
	"fmt"
	"strings"
)

// Cron is a schedule in five-field Unix cron: minute, hour, day of month, month
// and day of week, with the semantics of Vixie cron (cron(5)). ParseCron returns
// one; the zero value means that there is no schedule.
type Cron struct {
	text                              string
	minute, hour, day, month, weekday cronField
}

// String returns the expression as written, with single spaces.
func (c Cron) String() string { return c.text }

// ParseCron reads a Unix cron expression: numbers, names (JAN-DEC, SUN-SAT in
// any case), ranges, lists, steps, 7 for Sunday, and the macros @hourly,
// @daily, @midnight, @weekly, @monthly, @yearly and @annually. A range of
// weekday names may wrap around the end of the week: FRI-MON.
//
// Extensions of other dialects (seconds, years, ?, L, W, #, time zones) are errors
// that name the extension. So is a schedule that never fires. Errors name the field.
func ParseCron(expr string) (Cron, error) {
	fields := strings.Fields(expr)
	text := strings.Join(fields, " ")
	if len(fields) == 0 {
		return Cron{}, errors.New(`empty cron expression; write one such as "0 2 * * *"`)
	}
	if err := refuseForeign(fields[0]); err != nil {
		return Cron{}, err
	}
	if strings.HasPrefix(text, "@") {
		expansion, err := expandMacro(text)
		if err != nil {
			return Cron{}, err
		}
		fields = strings.Fields(expansion)
	}
	if err := checkFieldCount(len(fields)); err != nil {
		return Cron{}, err
	}
	c := Cron{text: text}
	parsed := []*cronField{&c.minute, &c.hour, &c.day, &c.month, &c.weekday}
	for i, spec := range unixSpecs() {
		field, err := spec.parse(fields[i])
		if err != nil {
			return Cron{}, fmt.Errorf("%s: %w", spec.name, err)
		}
		*parsed[i] = field
	}
	if !c.fires() {
		return Cron{}, fmt.Errorf("%s never fires: month %s has no day %s", quote(text), c.month.text, c.day.text)
	}
	return c, nil
}

// refuseForeign recognizes other dialects by their first word.
func refuseForeign(word string) error {
	switch {
	case strings.HasPrefix(word, "TZ=") || strings.HasPrefix(word, "CRON_TZ="):
		return fmt.Errorf("a cron expression has no time zone; move %s to schedule.timezone",
			quote(word[strings.Index(word, "=")+1:]))
	case IsAWSSchedule(word):
		return fmt.Errorf("%s...) is an expression of Amazon EventBridge, not Unix cron",
			word[:strings.Index(word, "(")+1])
	}
	return nil
}

func expandMacro(macro string) (string, error) {
	switch name, _, _ := strings.Cut(strings.ToLower(macro), " "); name {
	case "@every":
		return "", errors.New(`@every is not Unix cron; write the times, such as "*/15 * * * *" or "0 */6 * * *"`)
	case "@reboot":
		return "", errors.New("@reboot is not supported: no machine boots before the job starts")
	}
	switch strings.ToLower(macro) {
	case "@hourly":
		return "0 * * * *", nil
	case "@daily", "@midnight":
		return "0 0 * * *", nil
	case "@weekly":
		return "0 0 * * 0", nil
	case "@monthly":
		return "0 0 1 * *", nil
	case "@yearly", "@annually":
		return "0 0 1 1 *", nil
	}
	return "", fmt.Errorf("unknown cron macro %s; the macros are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually",
		quote(macro))
}

func checkFieldCount(n int) error {
	const order = "minute, hour, day of month, month and day of week"
	switch {
	case n == 6 || n == 7:
		return fmt.Errorf("%d fields where Unix cron has 5 (%s): it has neither seconds nor years", n, order)
	case n != 5:
		noun := "fields"
		if n == 1 {
			noun = "field"
		}
		return fmt.Errorf("%d %s where Unix cron has 5 (%s)", n, noun, order)
	}
	return nil
}
