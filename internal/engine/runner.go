package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Schedule is one of runner.yaml's. The engine itself never starts it.
type Schedule struct {
	// Path is its place in the file.
	Path string
	// Name and Config are required: Config is the path of a job file.
	Name, Config string
	// Cron and Interval exclude each other. Interval is in seconds.
	Cron     string
	Interval int
	Enabled  bool
	// Timezone is UTC where none is given. The engine reads it and runs in UTC.
	Timezone string
}

// Schedules reads the schedules of a runner.yaml, decoded as Takes describes.
// Those below a key runner are read too: the engine's own example has it, though
// the engine refuses it. What is missing stays empty: Takes reports it.
func Schedules(runner map[string]any) []Schedule {
	path := "orchestrator.schedules"
	items, isList := at(runner, "orchestrator", "schedules").([]any)
	if !isList {
		path = "runner." + path
		items, _ = at(runner, "runner", "orchestrator", "schedules").([]any)
	}
	var all []Schedule
	for i, item := range items {
		s := Schedule{Path: fmt.Sprintf("%s[%d]", path, i), Enabled: true, Timezone: "UTC",
			Name: scalarText(at(item, "name")), Config: scalarText(at(item, "config")), Cron: scalarText(at(item, "cron"))}
		s.Interval, _ = strconv.Atoi(scalarText(at(item, "interval_seconds")))
		if enabled := at(item, "enabled"); enabled != nil {
			s.Enabled = isTrue(enabled)
		}
		if zone := scalarText(at(item, "timezone")); zone != "" {
			s.Timezone = zone
		}
		all = append(all, s)
	}
	return all
}

// ConcurrencyPath is where a runner.yaml bounds the runs of a tenant; empty if it
// does not. The engine reads the key and keeps no bound.
func ConcurrencyPath(runner map[string]any) string {
	const key = "orchestrator.concurrency_per_tenant"
	switch {
	case at(runner, "orchestrator", "concurrency_per_tenant") != nil:
		return key
	case at(runner, "runner", "orchestrator", "concurrency_per_tenant") != nil:
		return "runner." + key
	}
	return ""
}

// isTrue is how a model reads a boolean.
func isTrue(value any) bool {
	if word, isText := value.(string); isText {
		return slices.Contains(trueWords(), strings.ToLower(word))
	}
	return truthy(value)
}

// Expression returns the schedule as a cron expression, and whether it starts a
// run exactly as often: every 90 minutes cannot be written. The engine cuts such
// an interval to hours (orchestrated.py:302-308).
func (s Schedule) Expression() (cron string, exact bool) {
	if s.Cron != "" {
		return s.Cron, true
	}
	const minute, hour, day = 60, 3600, 86400
	switch {
	case s.Interval < minute:
		return "", false
	case s.Interval < hour:
		minutes := s.Interval / minute
		return fmt.Sprintf("*/%d * * * *", minutes), hour%s.Interval == 0 && s.Interval%minute == 0
	case s.Interval < day:
		return fmt.Sprintf("0 */%d * * *", s.Interval/hour), day%s.Interval == 0 && s.Interval%hour == 0
	}
	return "0 0 * * *", s.Interval == day
}
