package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// failure is what can go wrong with a job or a service: a row of every table in
// docs/alerts.md.
type failure string

// The failures that every platform has a row for, in this order.
const (
	failedRun      failure = "run failed"
	outOfMemory    failure = "killed for memory"
	timedOut       failure = "timed out"
	noImage        failure = "image not pulled"
	noSecret       failure = "secret missing"
	neverScheduled failure = "never scheduled"
	neverStarted   failure = "never started"
	stuck          failure = "stuck"
	switchedOff    failure = "schedule disabled by hand"
	partialSuccess failure = "partial success"
	noRecords      failure = "no records"
	serviceDown    failure = "service down"
	crashLoop      failure = "service crash-loops"
	rolledBack     failure = "deployment rolled back"
)

func failures() []failure {
	return []failure{
		failedRun, outOfMemory, timedOut, noImage, noSecret, neverScheduled, neverStarted, stuck, switchedOff,
		partialSuccess, noRecords, serviceDown, crashLoop, rolledBack,
	}
}

// alertTable is the table of one platform. Its rows are in alerts_PLATFORM_test.go.
type alertTable struct {
	platform string
	rows     []alertRow
	// proofs show of every alert when it fires, and when it does not.
	proofs []alertProof
}

// alertRow says what notifies of a failure, or why nothing does.
type alertRow struct {
	failure failure
	// alerts are the addresses of the resources that notify. Without one, silent
	// says why.
	alerts []string
	silent string
	// within is the longest time from the failure to the alert, repeats how often
	// the alert comes while the failure lasts, and says what the message tells.
	within, repeats, says string
	// try is a command that causes the failure once; or what to do instead.
	try string
}

// alertProof feeds signals to an alert of a rendered example.
type alertProof struct {
	failure        failure
	example, alert string
	fires, quiet   []cloudSignal
}

// cloudSignal is something that a cloud reports: an event, a metric or a log line. A
// resource that does not exist yet is called by its address: an event is about
// aws_ecs_service.job.id, not about an ARN.
type cloudSignal interface {
	fmt.Stringer
	// raises reports whether the alert in the block reacts to the signal.
	raises(m *module, alert *hclsyntax.Block) (bool, error)
}

// alertTables are the tables of docs/alerts.md.
func alertTables() []alertTable {
	return []alertTable{ecsAlerts(), eksAlerts(), gkeAlerts(), cloudRunAlerts()}
}

// alertKinds are the types of resources that notify.
func alertKinds() []string {
	return []string{"aws_cloudwatch_event_rule", "aws_cloudwatch_metric_alarm", "google_monitoring_alert_policy"}
}

// TestAlertTables expects a row for every failure on every platform: with an alert, or
// with the reason for none.
func TestAlertTables(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, table := range alertTables() {
		listed = append(listed, table.platform)
		var rows []failure
		for _, row := range table.rows {
			rows = append(rows, row.failure)
			at := table.platform + ", " + string(row.failure)
			if (len(row.alerts) == 0) != (row.silent != "") {
				t.Errorf("%s: either an alert or the reason for none", at)
			}
			if len(row.alerts) > 0 && (row.within == "" || row.repeats == "" || row.says == "" || row.try == "") {
				t.Errorf("%s: after how long, how often, what it says, how to try it?", at)
			}
			for _, alert := range row.alerts {
				if !slices.ContainsFunc(table.proofs, func(p alertProof) bool { return p.failure == row.failure && p.alert == alert }) {
					t.Errorf("%s: nothing proves that %s fires", at, alert)
				}
			}
		}
		if !slices.Equal(rows, failures()) {
			t.Errorf("%s: rows are %q, want %q", table.platform, rows, failures())
		}
	}
	for _, p := range platform.All() {
		if !slices.Contains(listed, p.Name) {
			t.Errorf("%s: no table", p.Name)
		}
	}
}

// TestAlertsFire feeds signals to the alerts of rendered examples: each fires when it
// should, and only then.
func TestAlertsFire(t *testing.T) {
	t.Parallel()
	for _, table := range alertTables() {
		for _, proof := range table.proofs {
			t.Run(proof.example+"/"+string(proof.failure)+"/"+proof.alert, func(t *testing.T) {
				t.Parallel()
				m := exampleModule(t, proof.example)
				alert := m.block(proof.alert)
				if alert == nil {
					t.Fatalf("%s has no %s", proof.example, proof.alert)
				}
				if len(proof.fires) == 0 || len(proof.quiet) == 0 {
					t.Error("a proof has a signal that raises the alert, and one that does not")
				}
				for _, s := range append(slices.Clone(proof.fires), proof.quiet...) {
					raised, err := s.raises(m, alert)
					if err != nil {
						t.Errorf("%s: %v", s, err)
					}
					if want := slices.Contains(proof.fires, s); raised != want {
						t.Errorf("%s: raised: %t, want %t", s, raised, want)
					}
				}
			})
		}
	}
}

// TestEveryAlertIsListed expects every alert of the examples in a row of its platform.
func TestEveryAlertIsListed(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames(t) {
		m := exampleModule(t, name)
		at := slices.IndexFunc(alertTables(), func(table alertTable) bool { return table.platform == m.deployment.Platform })
		if at < 0 {
			continue // reported by TestAlertTables
		}
		table := alertTables()[at]
		for _, kind := range alertKinds() {
			for _, block := range m.resources(kind) {
				if !slices.ContainsFunc(table.rows, func(row alertRow) bool { return slices.Contains(row.alerts, address(block)) }) {
					t.Errorf("%s: %s is in no row of docs/alerts.md", name, address(block))
				}
			}
		}
	}
}

// block is the resource at an address, or nil.
func (m *module) block(at string) *hclsyntax.Block {
	for _, block := range m.blocks("resource") {
		if address(block) == at {
			return block
		}
	}
	return nil
}

// TestAlertsPageIsCurrent holds the tables in docs/alerts.md against the rows; make
// golden updates them.
func TestAlertsPageIsCurrent(t *testing.T) {
	t.Parallel()
	path := filepath.Join(root, "docs", "alerts.md")
	page := readPage(t, "docs/alerts.md")
	want := page
	for _, table := range alertTables() {
		begin, end := "<!-- alerts of "+table.platform+": generated by make golden -->\n", "<!-- end -->\n"
		before, rest, found := strings.Cut(want, begin)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("docs/alerts.md: no table between %q and %q", begin, end)
		}
		want = before + begin + "\n" + table.markdown() + "\n" + end + after
	}
	if page == want {
		return
	}
	if !updating() {
		t.Fatal("docs/alerts.md differs from the rows in alerts_*_test.go: run make golden")
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// markdown is the table as the page has it.
func (table alertTable) markdown() string {
	var text strings.Builder
	text.WriteString("| Failure | Alert | After at most | Repeats | Message | Try it |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, row := range table.rows {
		if row.silent != "" {
			fmt.Fprintf(&text, "| %s | **none**: %s | | | | |\n", row.failure, row.silent)
			continue
		}
		alerts := "`" + strings.Join(row.alerts, "`, `") + "`"
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s | %s |\n", row.failure, alerts, row.within, row.repeats, row.says, row.try)
	}
	return text.String()
}
