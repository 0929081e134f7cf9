package model

import (
	"math/bits"
	"time"
)

// dayRule defines how the two day fields are combined.
type dayRule int

const (
	// everyDay: neither field is restricted.
	everyDay dayRule = iota
	// daysOfMonth, daysOfWeek: only this field is restricted.
	daysOfMonth
	daysOfWeek
	// eitherDay: a day must match one of the two.
	eitherDay
	// bothDays: a day must match both.
	bothDays
)

// dayRule follows Vixie cron: a day matches if both fields match, but if
// neither starts with "*", one match is enough. So "*/2" with MON needs both, and
// "1-31" with MON is every day.
func (c Cron) dayRule() dayRule {
	either := !c.day.star && !c.weekday.star
	anyDay, anyWeekday := c.day.all(), c.weekday.all()
	switch {
	case anyDay && anyWeekday, either && (anyDay || anyWeekday):
		return everyDay
	case anyWeekday:
		return daysOfMonth
	case anyDay:
		return daysOfWeek
	case either:
		return eitherDay
	}
	return bothDays
}

// fires reports whether the schedule fires on a day, given which of the two fields
// match.
func (r dayRule) fires(day, weekday bool) bool {
	switch r {
	case daysOfMonth:
		return day
	case daysOfWeek:
		return weekday
	case eitherDay:
		return day || weekday
	case bothDays:
		return day && weekday
	}
	return true
}

// fires reports whether any date can match. A schedule only never fires if its
// months do not have its days: every existing date falls on every weekday in some
// year.
func (c Cron) fires() bool {
	if rule := c.dayRule(); rule != daysOfMonth && rule != bothDays {
		return true
	}
	first := bits.TrailingZeros64(c.day.set)
	for _, month := range c.month.values() {
		if first <= longestMonth(time.Month(month)) {
			return true
		}
	}
	return false
}

// longestMonth returns the number of days of a month in a leap year.
func longestMonth(month time.Month) int {
	return time.Date(2000, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MinInterval returns the shortest time between two firings, ignoring daylight
// saving time.
func (c Cron) MinInterval() time.Duration {
	shortest, _ := c.intervals()
	return shortest
}

// MaxInterval returns the longest time between two firings, ignoring daylight
// saving time and century years without a leap day, such as 2100.
func (c Cron) MaxInterval() time.Duration {
	_, longest := c.intervals()
	return longest
}

// intervals treats days and times of day separately, because the schedule fires at
// the same minutes on each of its days.
func (c Cron) intervals() (shortest, longest time.Duration) {
	times := c.minutesOfDay()
	if len(times) == 0 {
		return 0, 0
	}
	const day = 24 * 60
	first, last := times[0], times[len(times)-1]
	nearest, farthest := c.dayGaps()
	// From the last firing of one day to the first of the next firing day.
	low, high := nearest*day-last+first, farthest*day-last+first
	for i := 1; i < len(times); i++ {
		low, high = min(low, times[i]-times[i-1]), max(high, times[i]-times[i-1])
	}
	return time.Duration(low) * time.Minute, time.Duration(high) * time.Minute
}

// minutesOfDay returns the times of day at which the schedule fires, in minutes
// from midnight, ascending.
func (c Cron) minutesOfDay() []int {
	var times []int
	for _, hour := range c.hour.values() {
		for _, minute := range c.minute.values() {
			times = append(times, hour*60+minute)
		}
	}
	return times
}

// dayGaps returns the minimum and maximum number of days between firing days.
func (c Cron) dayGaps() (nearest, farthest int) {
	if c.month.all() && c.dayRule() == everyDay {
		return 1, 1 // the common case needs no calendar
	}
	days, cycle := c.firingDays()
	if len(days) == 0 {
		return 0, 0
	}
	// The cycle wraps around.
	nearest = days[0] + cycle - days[len(days)-1]
	farthest = nearest
	for i := 1; i < len(days); i++ {
		gap := days[i] - days[i-1]
		nearest, farthest = min(nearest, gap), max(farthest, gap)
	}
	return nearest, farthest
}

// firingDays returns the firing days in a cycle of the calendar, counted from its
// first day, and the length of the cycle in days. Dates and weekdays repeat every
// 28 years as long as every fourth year is a leap year.
func (c Cron) firingDays() (days []int, cycle int) {
	const firstYear, years = 2001, 28
	rule := c.dayRule()
	weekday := int(time.Date(firstYear, time.January, 1, 0, 0, 0, 0, time.UTC).Weekday())
	for month := range time.Month(12 * years) {
		length := time.Date(firstYear, month+2, 0, 0, 0, 0, 0, time.UTC).Day()
		if c.month.has(int(month%12 + 1)) {
			for day := range length {
				if rule.fires(c.day.has(day+1), c.weekday.has((weekday+day)%7)) {
					days = append(days, cycle+day)
				}
			}
		}
		weekday += length
		cycle += length
	}
	return days, cycle
}
