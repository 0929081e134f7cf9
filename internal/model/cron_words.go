package model

import (
	"fmt"
	"math/bits"
	"strings"
)

// Words describes when the schedule fires: "daily at 02:00", "every 15 minutes",
// "Mon and Thu at 04:00 and 16:00". Rules for which that would be long are described
// by the expression itself.
func (c Cron) Words() string {
	if c.text == "" {
		return ""
	}
	times, everyDayOnly := c.timeWords()
	days := c.dayWords()
	switch {
	case times == "" || days == "":
		return "cron " + c.text
	case days == "daily" && everyDayOnly:
		return times
	}
	return days + " " + times
}

// mostListed is how many times, days or months are listed.
const mostListed = 4

// timeWords describes the times of day; whole is true if they are the same distance
// apart through midnight, so that "daily" adds nothing.
func (c Cron) timeWords() (words string, whole bool) {
	minutes, hours := c.minute.values(), c.hour.values()
	switch step, first := stepOf(minutes, 60), minutes[0]; {
	case c.hour.all() && step == 1:
		return "every minute", true
	case c.hour.all() && step > 1 && first == 0:
		return fmt.Sprintf("every %d minutes", step), true
	case c.hour.all() && len(minutes) == 1 && first == 0:
		return "hourly", true
	case c.hour.all() && len(minutes) == 1:
		return fmt.Sprintf("hourly at minute %d", first), true
	case len(minutes) == 1 && len(hours) > 2 && stepOf(hours, 24) > 1:
		return fmt.Sprintf("every %d hours from %02d:%02d", stepOf(hours, 24), hours[0], first), true
	case len(minutes)*len(hours) > mostListed:
		return "", false
	}
	var times []string
	for _, minute := range c.minutesOfDay() {
		times = append(times, fmt.Sprintf("%02d:%02d", minute/60, minute%60))
	}
	return "at " + andWords(times), false
}

// stepOf returns the distance between values that are equally far apart, also around
// the end of the cycle; 0 if they are not.
func stepOf(values []int, cycle int) int {
	step := cycle / len(values)
	if len(values) < 2 || step*len(values) != cycle {
		return 0
	}
	for i, value := range values {
		if value != values[0]+i*step {
			return 0
		}
	}
	return step
}

// dayWords describes the days; "" for combinations of the two day fields.
func (c Cron) dayWords() string {
	var days string
	switch c.dayRule() {
	case everyDay:
		days = "daily"
	case daysOfWeek:
		days = weekdayWords(c.weekday.set)
	case daysOfMonth:
		if bits.OnesCount64(c.day.set) > mostListed {
			return ""
		}
		days = "day " + andWords(numbers(c.day.values())) + " of the month"
	default:
		return ""
	}
	if c.month.all() {
		return days
	}
	if bits.OnesCount64(c.month.set) > mostListed {
		return ""
	}
	var months []string
	for _, month := range c.month.values() {
		months = append(months, monthNames[3*(month-1):3*month])
	}
	return days + " in " + andWords(titled(months))
}

// weekdayWords are Mon-Fri, or the names of the days, Monday first.
func weekdayWords(set uint64) string {
	const workdays, all = 0b0111110, 7
	if set == workdays {
		return "Mon-Fri"
	}
	var days []string
	for i := range all {
		if day := (i + 1) % all; set>>day&1 == 1 {
			days = append(days, weekdayNames[3*day:3*day+3])
		}
	}
	return andWords(titled(days))
}

func numbers(values []int) []string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = fmt.Sprint(value)
	}
	return words
}

// titled are names with a capital letter.
func titled(names []string) []string {
	for i, name := range names {
		names[i] = strings.ToUpper(name[:1]) + strings.ToLower(name[1:])
	}
	return names
}

// andWords joins words with commas and "and".
func andWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
