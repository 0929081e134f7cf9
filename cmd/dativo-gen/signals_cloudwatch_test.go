package main

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/gocty"
)

// metricSignal is a metric of Amazon CloudWatch over some time: what was recorded,
// by the minute, and nothing in the other minutes.
type metricSignal struct {
	name              string
	namespace, metric string
	dimensions        map[string]string
	// values are those recorded in a minute. The alarm is evaluated from minute 0 to
	// the minute until.
	values map[int]float64
	until  int
}

func (s *metricSignal) String() string { return "metric " + s.name }

// every returns a value for every so many minutes, from one minute to another.
func every(minutes, from, to int, value float64) map[int]float64 {
	values := map[int]float64{}
	for at := from; at < to; at += minutes {
		values[at] = value
	}
	return values
}

// metricAlarm are the arguments of aws_cloudwatch_metric_alarm.
type metricAlarm struct {
	namespace, metric, statistic, comparison, missing string
	dimensions                                        map[string]string
	period, periods, datapoints                       int
	threshold                                         float64
}

// raises reports whether the alarm goes into the state ALARM at any time.
func (s *metricSignal) raises(m *module, alert *hclsyntax.Block) (bool, error) {
	alarm, err := m.metricAlarm(alert)
	if err != nil {
		return false, err
	}
	if alarm.namespace != s.namespace || alarm.metric != s.metric || !maps.Equal(alarm.dimensions, s.dimensions) {
		return false, fmt.Errorf("the alarm is on %s %s %v", alarm.namespace, alarm.metric, alarm.dimensions)
	}
	states, err := alarm.states(s.values, s.until)
	return slices.Contains(states, true), err
}

// metricAlarm reads the arguments of an alarm.
func (m *module) metricAlarm(alert *hclsyntax.Block) (metricAlarm, error) {
	var alarm metricAlarm
	var first error
	read := func(name string, into any, kind cty.Type) {
		expression := attribute(alert.Body, name)
		if expression == nil || first != nil {
			return
		}
		value, err := m.evaluate(expression)
		if err == nil {
			err = fromTerraform(value, kind, into)
		}
		if err != nil {
			first = fmt.Errorf("%s: %s: %w", address(alert), name, err)
		}
	}
	read("namespace", &alarm.namespace, cty.String)
	read("metric_name", &alarm.metric, cty.String)
	read("statistic", &alarm.statistic, cty.String)
	read("comparison_operator", &alarm.comparison, cty.String)
	read("treat_missing_data", &alarm.missing, cty.String)
	read("dimensions", &alarm.dimensions, cty.Map(cty.String))
	read("period", &alarm.period, cty.Number)
	read("evaluation_periods", &alarm.periods, cty.Number)
	read("datapoints_to_alarm", &alarm.datapoints, cty.Number)
	read("threshold", &alarm.threshold, cty.Number)
	if alarm.datapoints == 0 {
		alarm.datapoints = alarm.periods
	}
	return alarm, first
}

// fromTerraform converts an evaluated value.
func fromTerraform(value cty.Value, kind cty.Type, into any) error {
	if kind == cty.Map(cty.String) {
		object := map[string]string{}
		for name, element := range value.AsValueMap() {
			object[name] = element.AsString()
		}
		*into.(*map[string]string) = object
		return nil
	}
	return gocty.FromCtyValue(value, into)
}

// extraPeriods is how many periods an alarm looks at beyond its evaluation periods
// if some have no data: two in the tables of the CloudWatch User Guide, "Configuring
// how CloudWatch alarms treat missing data", read 2026-11-25.
const extraPeriods = 2

// states is, at the end of every period, whether the alarm is in the state ALARM.
func (a metricAlarm) states(values map[int]float64, until int) ([]bool, error) {
	minutes := a.period / 60
	if minutes < 1 || a.periods < 1 {
		return nil, fmt.Errorf("unsupported period of %d seconds", a.period)
	}
	var points []*float64
	var states []bool
	for start := 0; start+minutes <= until; start += minutes {
		point, err := a.point(values, start, start+minutes)
		if err != nil {
			return nil, err
		}
		points = append(points, point)
		if len(points) < a.periods {
			continue // the alarm exists since minute 0
		}
		breaching, err := a.breaching(points[max(0, len(points)-a.periods-extraPeriods):])
		if err != nil {
			return nil, err
		}
		last := len(states) > 0 && states[len(states)-1]
		states = append(states, breaching >= a.datapoints || breaching < 0 && last)
	}
	return states, nil
}

// point is the statistic of one period, nil without data.
func (a metricAlarm) point(values map[int]float64, from, to int) (*float64, error) {
	var found []float64
	for minute := from; minute < to; minute++ {
		if value, ok := values[minute]; ok {
			found = append(found, value)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	sum := 0.0
	for _, value := range found {
		sum += value
	}
	result, known := map[string]float64{
		"Sum": sum, "SampleCount": float64(len(found)), "Average": sum / float64(len(found)),
		"Maximum": slices.Max(found), "Minimum": slices.Min(found),
	}[a.statistic]
	if !known {
		return nil, fmt.Errorf("unknown statistic %q", a.statistic)
	}
	return &result, nil
}

// breaching counts the breaching points among the last ones with data. Missing data
// counts only as far as there are fewer points than evaluation periods; it is -1 if
// the alarm keeps its state.
func (a metricAlarm) breaching(points []*float64) (int, error) {
	count, recorded := 0, 0
	for _, point := range slices.Backward(points) {
		if point == nil || recorded == a.periods {
			continue
		}
		recorded++
		breaches, known := map[string]bool{
			"GreaterThanThreshold": *point > a.threshold, "GreaterThanOrEqualToThreshold": *point >= a.threshold,
			"LessThanThreshold": *point < a.threshold, "LessThanOrEqualToThreshold": *point <= a.threshold,
		}[a.comparison]
		if !known {
			return 0, fmt.Errorf("unknown comparison %q", a.comparison)
		}
		if breaches {
			count++
		}
	}
	switch a.missing {
	case "breaching":
		count += a.periods - recorded
	case "ignore", "missing", "":
		if recorded == 0 {
			return -1, nil
		}
	case "notBreaching":
	default:
		return 0, fmt.Errorf("unknown treatment of missing data %q", a.missing)
	}
	return count, nil
}

// TestMetricAlarm holds the evaluator against the rules of its source.
func TestMetricAlarm(t *testing.T) {
	t.Parallel()
	down := metricAlarm{statistic: "SampleCount", period: 60, periods: 3, datapoints: 3, comparison: "LessThanThreshold", threshold: 1, missing: "breaching"}
	errors := metricAlarm{statistic: "Sum", period: 300, periods: 1, datapoints: 1, comparison: "GreaterThanThreshold", missing: "notBreaching"}
	ignoring := errors
	ignoring.missing = "ignore"
	for _, c := range []struct {
		name   string
		alarm  metricAlarm
		values map[int]float64
		want   []bool
	}{
		{"data in every period", down, every(1, 0, 6, 7), []bool{false, false, false, false}},
		{"no data at all", down, nil, []bool{true, true, true, true}},
		{"an old point counts until it is out of range", down, map[int]float64{0: 7}, []bool{false, false, false, true}},
		{"one error", errors, map[int]float64{6: 1}, []bool{false, true, true, true}},
		{"zeros reset it", errors, map[int]float64{6: 1, 11: 0, 16: 0}, []bool{false, true, false, false}},
		{"missing data keeps the state", ignoring, map[int]float64{1: 1}, []bool{true, true, true, true}},
	} {
		until := c.alarm.period / 60 * (len(c.want) + c.alarm.periods - 1)
		got, err := c.alarm.states(c.values, until)
		if !slices.Equal(got, c.want) || err != nil {
			t.Errorf("%s: %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}
