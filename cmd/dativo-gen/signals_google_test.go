package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// googleSignal is what Google Cloud reports over some minutes: log entries and metrics.
type googleSignal struct {
	name   string
	record func(m *module) googleRecord
}

func (s *googleSignal) String() string { return s.name }

// googleRecord is a recorded signal. until is the minute at which the record ends.
type googleRecord struct {
	logs   []googleLog
	series []googleSeries
	until  int
}

// googleLog is a log entry, as JSON, and the minute of it.
type googleLog struct {
	minute int
	entry  map[string]any
}

// googleSeries is a time series: its values by minute.
type googleSeries struct {
	metric, resource string
	// labels are those of the metric and of the resource.
	labels map[string]any
	values map[int]float64
}

// raises reports whether an alert policy reacts to the signal at any minute.
func (s *googleSignal) raises(m *module, policy *hclsyntax.Block) (bool, error) {
	record := s.record(m)
	for _, block := range m.resources("google_logging_metric") {
		counted, err := m.countedLogs(block, record.logs)
		if err != nil {
			return false, err
		}
		record.series = append(record.series, counted...)
	}
	if enabled := attribute(policy.Body, "enabled"); enabled != nil {
		if value, err := m.evaluate(enabled); err != nil || value.False() {
			return false, err
		}
	}
	for _, condition := range nested(policy.Body, "conditions") {
		if raised, err := m.conditionHolds(condition, record); err != nil || raised {
			return raised, err
		}
	}
	return false, nil
}

// countedLogs are the series of a log-based metric: its entries by minute.
func (m *module) countedLogs(metric *hclsyntax.Block, logs []googleLog) ([]googleSeries, error) {
	texts, err := m.texts(metric, "name", "filter")
	if err != nil {
		return nil, err
	}
	filter, err := parseGoogleFilter(texts["filter"])
	if err != nil {
		return nil, err
	}
	series := googleSeries{metric: "logging.googleapis.com/user/" + texts["name"], labels: map[string]any{}, values: map[int]float64{}}
	for _, log := range logs {
		matches, err := filter(log.entry)
		if err != nil || !matches {
			if err != nil {
				return nil, err
			}
			continue
		}
		resource := log.entry["resource"].(map[string]any)
		series.resource, series.labels = resource["type"].(string), resource["labels"].(map[string]any)
		series.values[log.minute]++
	}
	if len(series.values) == 0 {
		return nil, nil
	}
	return []googleSeries{series}, nil
}

// conditionHolds evaluates a condition of an alert policy.
func (m *module) conditionHolds(condition *hclsyntax.Block, record googleRecord) (bool, error) {
	for _, kind := range condition.Body.Blocks {
		switch kind.Type {
		case "condition_matched_log":
			return m.matchesLog(kind, record)
		case "condition_threshold", "condition_absent":
			return m.metricCondition(kind, record)
		case "condition_prometheus_query_language":
			texts, err := m.texts(kind, "query", "duration")
			if err != nil {
				return false, err
			}
			query, err := parsePromQL(texts["query"])
			if err != nil {
				return false, err
			}
			return heldFor(texts["duration"], record.until, func(minute int) bool { return query(record.series, minute) })
		}
	}
	return false, fmt.Errorf("unknown condition at %s", condition.Range())
}

func (m *module) matchesLog(condition *hclsyntax.Block, record googleRecord) (bool, error) {
	texts, err := m.texts(condition, "filter")
	if err != nil {
		return false, err
	}
	filter, err := parseGoogleFilter(texts["filter"])
	if err != nil {
		return false, err
	}
	for _, log := range record.logs {
		if matches, err := filter(log.entry); err != nil || matches {
			return matches, err
		}
	}
	return false, nil
}

// metricCondition evaluates a threshold or an absence. From "Behavior of metric-based
// alerting policies", cloud.google.com/monitoring, read 2026-11-25: series are
// aligned, then combined, then compared for the whole duration.
func (m *module) metricCondition(condition *hclsyntax.Block, record googleRecord) (bool, error) {
	texts, err := m.texts(condition, "filter", "duration", "comparison", "threshold_value", "evaluation_missing_data")
	if err != nil {
		return false, err
	}
	filter, err := parseGoogleFilter(texts["filter"])
	if err != nil {
		return false, err
	}
	var aggregation map[string]string
	for _, block := range condition.Body.Blocks {
		if aggregation, err = m.texts(block, "alignment_period", "per_series_aligner", "cross_series_reducer"); err != nil {
			return false, err
		}
	}
	var groups [][]googleSeries
	for _, series := range record.series {
		matches, err := filter(map[string]any{
			"metric":   map[string]any{"type": series.metric, "labels": series.labels},
			"resource": map[string]any{"type": series.resource, "labels": series.labels},
		})
		switch {
		case err != nil:
			return false, err
		case !matches:
		case aggregation["cross_series_reducer"] == "" || len(groups) == 0:
			groups = append(groups, []googleSeries{series})
		default:
			groups[0] = append(groups[0], series)
		}
	}
	for _, group := range groups {
		broken := func(minute int) bool {
			value, known := alignedValue(group, aggregation, minute)
			switch {
			case condition.Type == "condition_absent":
				return !known && seriesStarted(group, minute)
			case !known:
				return texts["evaluation_missing_data"] == "EVALUATION_MISSING_DATA_ACTIVE" && seriesStarted(group, minute)
			}
			threshold, _ := strconv.ParseFloat(texts["threshold_value"], 64)
			return texts["comparison"] == "COMPARISON_GT" && value > threshold || texts["comparison"] == "COMPARISON_LT" && value < threshold
		}
		if raised, err := heldFor(texts["duration"], record.until, broken); err != nil || raised {
			return raised, err
		}
	}
	return false, nil
}

// alignedValue is the sum of the aligned values of some series at a minute; false without
// any data.
func alignedValue(group []googleSeries, aggregation map[string]string, minute int) (total float64, known bool) {
	period := durationMinutes(aggregation["alignment_period"])
	for _, series := range group {
		var values []float64
		for at := minute - period + 1; at <= minute; at++ {
			if value, ok := series.values[at]; ok {
				values = append(values, value)
			}
		}
		if len(values) == 0 {
			continue
		}
		known = true
		if aggregation["per_series_aligner"] == "ALIGN_MAX" {
			total += slices.Max(values)
			continue
		}
		for _, value := range values { // ALIGN_SUM
			total += value
		}
	}
	return total, known
}

// seriesStarted reports whether there was data before: a series that never had any is
// not known to Cloud Monitoring.
func seriesStarted(group []googleSeries, minute int) bool {
	return slices.ContainsFunc(group, func(series googleSeries) bool {
		return slices.Min(slices.Collect(maps.Keys(series.values))) < minute
	})
}

// heldFor reports whether a condition holds for a duration without a break.
func heldFor(duration string, until int, holds func(minute int) bool) (bool, error) {
	for minute, length := 0, 0; minute <= until; minute++ {
		if !holds(minute) {
			length = 0
			continue
		}
		if length++; length > durationMinutes(duration) {
			return true, nil
		}
	}
	return false, nil
}

// durationMinutes are the minutes of 600s, 20m or 26h.
func durationMinutes(duration string) int {
	number, _ := strconv.Atoi(strings.TrimRight(duration, "smhd"))
	switch duration[len(duration)-1] {
	case 'h':
		return number * 60
	case 'm':
		return number
	}
	return number / 60
}

// texts evaluates attributes of a block; an absent one is empty. The names of
// resources that the module creates are filled in.
func (m *module) texts(block *hclsyntax.Block, names ...string) (map[string]string, error) {
	texts := map[string]string{}
	for _, name := range names {
		expression := attribute(block.Body, name)
		if expression == nil {
			continue
		}
		value, err := m.evaluate(expression)
		if err != nil {
			return nil, fmt.Errorf("%s at %s: %w", name, block.Range(), err)
		}
		if value.Type() == cty.Number {
			texts[name] = value.AsBigFloat().String()
			continue
		}
		if texts[name], err = m.withNames(value.AsString()); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// withNames replaces the addresses of names in an evaluated text.
func (m *module) withNames(text string) (string, error) {
	for _, block := range m.blocks("resource") {
		at := address(block) + ".name"
		if !strings.Contains(text, at) {
			continue
		}
		value, err := m.evaluate(attribute(block.Body, "name"))
		if err != nil {
			return "", fmt.Errorf("%s: %w", at, err)
		}
		text = strings.ReplaceAll(text, at, value.AsString())
	}
	return text, nil
}
