package model

import (
	"math/bits"
	"time"
)

// dayRule says which days a schedule fires on, given its two day fields.
type dayRule int

const (
	// everyDay: neither field restricts anything.
	everyDay dayRule = iota
	// daysOfMonth, daysOfWeek: only this field does.
	daysOfMonth
	daysOfWeek
	// eitherDay: a day needs to match one of the two.
	eitherDay
	// bothDays: a day needs to match both.
	bothDays
)

// dayRule follows Vixie cron: a day matches if both fields match, but if
// neither begins with "*", it is enough that one does. So "*/2" with MON is
// both, "1-31" with MON is every day.
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

// fires reports whether a day on which the two fields match, or don't, is one
// that the schedule fires on.
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

// fires reports whether any date can match. Only days that the months do not
// have can keep a schedule from firing: every date that exists falls on every
// weekday in some year.
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

// longestMonth is the number of days that a month has in a leap year.
func longestMonth(month time.Month) int {
	return time.Date(2000, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MinInterval is the shortest time between two firings. Changes of the clock
// are left out of account.
func (c Cron) MinInterval() time.Duration {
	shortest, _ := c.intervals()
	return shortest
}

// MaxInterval is the longest time between two firings. Changes of the clock are
// left out of account, and so are the years, such as 2100, that leave out their
// leap day.
func (c Cron) MaxInterval() time.Duration {
	_, longest := c.intervals()
	return longest
}

// intervals takes days and times of day apart: every day that fires does so at
// the same minutes.
func (c Cron) intervals() (shortest, longest time.Duration) {
	times := c.minutesOfDay()
	if len(times) == 0 {
		return 0, 0
	}
	const day = 24 * 60
	first, last := times[0], times[len(times)-1]
	nearest, farthest := c.dayGaps()
	// From the last firing of one day to the first of the next that has any.
	low, high := nearest*day-last+first, farthest*day-last+first
	for i := 1; i < len(times); i++ {
		low, high = min(low, times[i]-times[i-1]), max(high, times[i]-times[i-1])
	}
	return time.Duration(low) * time.Minute, time.Duration(high) * time.Minute
}

// minutesOfDay are the times of a day at which the schedule fires, counted in
// minutes from midnight, ascending.
func (c Cron) minutesOfDay() []int {
	var times []int
	for _, hour := range c.hour.values() {
		for _, minute := range c.minute.values() {
			times = append(times, hour*60+minute)
		}
	}
	return times
}

// dayGaps are the fewest and the most days from one day that fires to the next.
func (c Cron) dayGaps() (nearest, farthest int) {
	if c.month.all() && c.dayRule() == everyDay {
		return 1, 1 // as most schedules are: no calendar is needed
	}
	days, cycle := c.firingDays()
	if len(days) == 0 {
		return 0, 0
	}
	// The cycle begins again where it ends.
	nearest = days[0] + cycle - days[len(days)-1]
	farthest = nearest
	for i := 1; i < len(days); i++ {
		gap := days[i] - days[i-1]
		nearest, farthest = min(nearest, gap), max(farthest, gap)
	}
	return nearest, farthest
}

// firingDays are the days that fire in a cycle of the calendar, counted from
// its first day, and the length of the cycle. Dates and weekdays repeat every
// 28 years as long as every fourth is a leap year.
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
