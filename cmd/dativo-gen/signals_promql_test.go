package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// promQuery reports whether a query has a result at a minute.
type promQuery func(all []googleSeries, minute int) bool

// parsePromQL reads the two forms of queries that modules have: a sum of an increase
// with a limit, and an absence. The range of both ends at the minute. From
// "PromQL compatibility", cloud.google.com/stackdriver/docs/managed-prometheus, read
// 2026-11-25: other than listed there, queries are those of Prometheus 2.44.
func parsePromQL(query string) (promQuery, error) {
	const selector = `([a-z_:][A-Za-z0-9_:]*)\{([^{}]*)\}\[(\d+[mh])\]`
	if found := regexp.MustCompile(`^absent_over_time\(` + selector + `\)$`).FindStringSubmatch(query); found != nil {
		return func(all []googleSeries, minute int) bool {
			_, some := promIncrease(all, found, minute)
			return !some
		}, nil
	}
	if found := regexp.MustCompile(`^sum\(increase\(` + selector + `\)\) > ([0-9.]+)$`).FindStringSubmatch(query); found != nil {
		limit, err := strconv.ParseFloat(found[4], 64)
		return func(all []googleSeries, minute int) bool {
			sum, _ := promIncrease(all, found, minute)
			return sum > limit
		}, err
	}
	return nil, fmt.Errorf("cannot read the PromQL query %s", query)
}

// promIncrease adds up the values of the selected series in a range; false without any.
func promIncrease(all []googleSeries, selector []string, minute int) (sum float64, some bool) {
	for _, series := range all {
		labels := map[string]any{"monitored_resource": series.resource}
		maps.Copy(labels, series.labels)
		selected := promName(series.metric) == selector[1]
		for matcher := range strings.SplitSeq(selector[2], ",") {
			name, value, _ := strings.Cut(matcher, "=")
			selected = selected && labels[name] == unquoteToken(value)
		}
		if !selected {
			continue
		}
		for at, value := range series.values {
			if at > minute-durationMinutes(selector[3]) && at <= minute {
				sum, some = sum+value, true
			}
		}
	}
	return sum, some
}

// promName is the name of a metric in PromQL. From "Mapping Cloud Monitoring metric
// names to PromQL", cloud.google.com/monitoring/promql, read 2026-11-25.
func promName(metric string) string {
	return regexp.MustCompile(`[^A-Za-z0-9:]`).ReplaceAllString(strings.Replace(metric, "/", ":", 1), "_")
}

// TestGoogleConditions shows how the evaluators of the tests see time.
func TestGoogleConditions(t *testing.T) {
	t.Parallel()
	starts := googleSeries{
		metric: "logging.googleapis.com/user/a-b/errors", resource: "job", labels: map[string]any{"location": "eu"},
		values: map[int]float64{10: 2, 15: 1},
	}
	for query, want := range map[string][]int{
		`sum(increase(logging_googleapis_com:user_a_b_errors{location="eu"}[10m])) > 2.5`: {15, 16, 17, 18, 19},
		`absent_over_time(logging_googleapis_com:user_a_b_errors{monitored_resource="job",location="eu"}[5m])`: {
			0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20,
		},
		`absent_over_time(logging_googleapis_com:user_a_b_errors{location="us"}[19m])`: {
			0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
		},
	} {
		parsed, err := parsePromQL(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for minute := range 21 {
			if parsed([]googleSeries{starts}, minute) {
				got = append(got, minute)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: holds at %v, want %v", query, got, want)
		}
	}
	for _, query := range []string{`up`, `sum(increase(a{}[5m]))`, `absent(a{b="c"})`} {
		if _, err := parsePromQL(query); err == nil {
			t.Errorf("%q is read", query)
		}
	}
	for duration, want := range map[string]bool{"0s": true, "120s": true, "180s": false} {
		got, err := heldFor(duration, 9, func(minute int) bool { return minute >= 2 && minute <= 4 || minute == 6 })
		if got != want || err != nil {
			t.Errorf("a condition that holds from 2 to 4: for %s: %t, %v, want %t", duration, got, err, want)
		}
	}
}
