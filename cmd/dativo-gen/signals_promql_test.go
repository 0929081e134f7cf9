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

// promExpression is the value of an expression at a minute; false without a result.
// Labels other than those of selectors do not matter: every query of a module is a sum
// or an absence.
type promExpression func(all []googleSeries, minute int) (float64, bool)

// parsePromQL reads the queries that modules have: sums, increases and absences,
// compared with numbers, and combined with and and or. The range of a selector ends at
// the minute. From "PromQL compatibility",
// cloud.google.com/stackdriver/docs/managed-prometheus, read 2026-11-25: other than
// listed there, queries are those of Prometheus 2.44, in which and binds closer than or.
func parsePromQL(query string) (promQuery, error) {
	p := &promParser{rest: query}
	expression := p.alternatives()
	if p.err == nil && p.rest != "" {
		p.err = fmt.Errorf("unexpected %s", p.rest)
	}
	if p.err != nil {
		return nil, fmt.Errorf("cannot read the PromQL query %s: %w", query, p.err)
	}
	return func(all []googleSeries, minute int) bool {
		_, some := expression(all, minute)
		return some
	}, nil
}

type promParser struct {
	rest string
	err  error
}

// take removes the next token if it is the expected one.
func (p *promParser) take(token string) bool {
	rest, found := strings.CutPrefix(strings.TrimLeft(p.rest, " "), token)
	if found {
		p.rest = strings.TrimLeft(rest, " ")
	}
	return found
}

// match removes what a pattern matches at the beginning, and returns its groups.
func (p *promParser) match(pattern string) []string {
	found := regexp.MustCompile("^" + pattern).FindStringSubmatch(p.rest)
	if found == nil {
		if p.err == nil {
			p.err = fmt.Errorf("cannot read %s", p.rest)
		}
		return make([]string, 4)
	}
	p.rest = strings.TrimLeft(p.rest[len(found[0]):], " ")
	return found
}

func (p *promParser) alternatives() promExpression {
	left := p.conjunction()
	for p.err == nil && p.take("or ") {
		first, second := left, p.conjunction()
		left = func(all []googleSeries, minute int) (float64, bool) {
			if value, some := first(all, minute); some {
				return value, true
			}
			return second(all, minute)
		}
	}
	return left
}

func (p *promParser) conjunction() promExpression {
	left := p.comparison()
	for p.err == nil && p.take("and on() ") {
		first, second := left, p.comparison()
		left = func(all []googleSeries, minute int) (float64, bool) {
			value, some := first(all, minute)
			_, other := second(all, minute)
			return value, some && other
		}
	}
	return left
}

func (p *promParser) comparison() promExpression {
	inner := p.term()
	if p.err != nil || !strings.HasPrefix(p.rest, ">") && !strings.HasPrefix(p.rest, "<") {
		return inner
	}
	found := p.match(`([<>]) ([0-9.]+)`)
	limit, err := strconv.ParseFloat(found[2], 64)
	if err != nil && p.err == nil {
		p.err = err
	}
	return func(all []googleSeries, minute int) (float64, bool) {
		value, some := inner(all, minute)
		return value, some && (found[1] == ">") == (value > limit) && value != limit
	}
}

func (p *promParser) term() promExpression {
	const selector = `([a-z_:][A-Za-z0-9_:]*)\{([^{}]*)\}\[(\d+[mh])\]\)`
	switch {
	case p.take("sum("), p.take("("):
		inner := p.alternatives()
		if p.err == nil && !p.take(")") {
			p.err = fmt.Errorf("no closing bracket before %s", p.rest)
		}
		return inner
	case p.take("vector("):
		number, err := strconv.ParseFloat(p.match(`([0-9.]+)\)`)[1], 64)
		if err != nil && p.err == nil {
			p.err = err
		}
		return func([]googleSeries, int) (float64, bool) { return number, true }
	case p.take("increase("):
		found := p.match(selector)
		return func(all []googleSeries, minute int) (float64, bool) { return promIncrease(all, found, minute) }
	case p.take("absent_over_time("):
		found := p.match(selector)
		return func(all []googleSeries, minute int) (float64, bool) {
			_, some := promIncrease(all, found, minute)
			return 1, !some
		}
	}
	p.err = fmt.Errorf("cannot read %s", p.rest)
	return nil
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
		`sum(absent_over_time(logging_googleapis_com:user_a_b_errors{location="us"}[5m])) or sum(increase(a{b="c"}[1m])) > 9`: {
			0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
		},
		`absent_over_time(logging_googleapis_com:user_a_b_errors{location="eu"}[5m])` +
			` and on() (sum(increase(logging_googleapis_com:user_a_b_errors{location="eu"}[11m])) or vector(0)) < 0.5`: {
			0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
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
	for _, query := range []string{
		`up`, `sum(increase(a{}[5m])`, `vector()`, `vector(0) < x`, `(vector(0)`, `vector(0) vector(1)`, `absent(a{b="c"})`,
	} {
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
