package config

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// Runner is the engine's runner.yaml: schedules for jobs that have none of their
// own. The engine itself starts none of them. It is safe for concurrent use.
type Runner struct {
	document  *document.Document
	schedules []engine.Schedule

	mutex sync.Mutex
	used  map[string]bool
}

// ParseRunner reads a runner.yaml and reports what a schedule of a platform cannot
// express. After an error there is no runner.
func ParseRunner(name string, data []byte) (*Runner, diag.List) {
	doc, problems := document.Parse(name, data)
	if doc == nil {
		return nil, problems
	}
	problems = append(problems, runnerNumbers(doc)...)
	value, _ := doc.Root.Value(engine.Resolve).(map[string]any)
	r := &Runner{document: doc, schedules: engine.Schedules(value), used: map[string]bool{}}
	byJob := map[string]engine.Schedule{}
	for _, s := range r.schedules {
		problems = append(problems, checkSchedule(s)...)
		if first, ok := byJob[path.Clean(s.Config)]; ok && s.Config != "" {
			problems.Errorf("runner", diag.KeyPath(s.Path, "config"), "duplicate: %s schedules %s too", first.Path, s.Config).
				Hintf("a module has one schedule: combine the two in one cron expression, or use a second job file")
			continue
		}
		byJob[path.Clean(s.Config)] = s
	}
	if at := engine.ConcurrencyPath(value); at != "" {
		problems.Warnf("runner", at, "not kept: every module starts its runs on its own").
			Hintf("keep the schedules of a tenant's jobs apart if they write the same tables")
	}
	problems = doc.Locate(problems)
	if problems.HasErrors() {
		return nil, problems
	}
	return r, problems
}

// runnerNumbers reports numbers of a runner.yaml that versions of YAML read
// differently; its only numbers are times and limits.
func runnerNumbers(doc *document.Document) diag.List {
	var problems diag.List
	doc.Root.Walk("", func(node *document.Node, path string, isKey bool) {
		if !isKey && node.AmbiguousNumber() && !strings.Contains(path, ".tags") {
			addNumber(&problems, node, path)
		}
	})
	return problems
}

// checkSchedule reports what keeps a schedule from being a platform's.
func checkSchedule(s engine.Schedule) diag.List {
	var problems diag.List
	switch {
	case s.Config == "":
		problems.Errorf("required", diag.KeyPath(s.Path, "config"), "missing").Hintf("set it to the path of the job file in the image")
	case s.Cron == "" && s.Interval == 0:
		problems.Errorf("required", diag.KeyPath(s.Path, "cron"), "missing").Hintf("set cron or interval_seconds")
	case s.Cron != "" && s.Interval != 0:
		problems.Errorf("conflict", diag.KeyPath(s.Path, "interval_seconds"), "conflicts with cron").Hintf("remove one of the two")
	default:
		if cron, exact := s.Expression(); !exact {
			problem := problems.Errorf("runner", diag.KeyPath(s.Path, "interval_seconds"),
				"unsupported interval of %d seconds: no cron expression starts a run as often", s.Interval)
			if cron != "" {
				problem.Hintf("use cron instead, such as %q", cron)
			} else {
				problem.Hintf("use cron instead: the shortest interval of a schedule is a minute")
			}
		}
	}
	return problems
}

// block returns an infrastructure block with the schedule of the job at jobPath,
// nil if the file names no such job. Its nodes have the positions of the file.
func (r *Runner) block(jobPath, tenant string) *document.Node {
	if r == nil || jobPath == "" {
		return nil
	}
	i := slices.IndexFunc(r.schedules, func(s engine.Schedule) bool { return names(s.Config, jobPath, tenant) })
	if i < 0 {
		return nil
	}
	s := r.schedules[i]
	r.mutex.Lock()
	r.used[s.Path] = true
	r.mutex.Unlock()
	cron, _ := s.Expression()
	from := "cron"
	if s.Cron == "" {
		from = "interval_seconds"
	}
	schedule := &document.Node{Kind: document.Mapping, Pos: r.document.Pos(s.Path)}
	set := func(key, from string, value *document.Node) {
		value.Pos = r.document.Pos(diag.KeyPath(s.Path, from))
		schedule.Set(document.Entry{Key: document.NewText(key, value.Pos), Value: value})
	}
	set("cron", from, document.NewText(cron, diag.Pos{}))
	set("timezone", "timezone", document.NewText(s.Timezone, diag.Pos{}))
	set("enabled", "enabled", &document.Node{Kind: document.Scalar, Tag: "!!bool", Text: strconv.FormatBool(s.Enabled)})
	block := &document.Node{Kind: document.Mapping, Pos: schedule.Pos}
	block.Set(document.Entry{Key: document.NewText(strings.TrimPrefix(paths.Schedule, paths.Infrastructure+"."), schedule.Pos),
		Value: schedule})
	return block
}

// names reports whether the path of a job file in the container is that of the job
// file at jobPath: the one that modules use, or one that ends in the same folders.
func names(config, jobPath, tenant string) bool {
	config, jobPath = path.Clean(config), path.Clean(strings.ReplaceAll(jobPath, `\`, "/"))
	if config == platform.JobConfigPath(tenant, path.Base(jobPath)) {
		return true
	}
	inside := strings.TrimPrefix(strings.TrimPrefix(config, engine.WorkDir), "/")
	return strings.Contains(inside, "/") && strings.HasSuffix("/"+jobPath, "/"+inside)
}

// Unused warns of the schedules whose job was not loaded.
func (r *Runner) Unused() diag.List {
	var problems diag.List
	if r == nil {
		return nil
	}
	for _, s := range r.schedules {
		if !r.used[s.Path] {
			problems.Warnf("runner", diag.KeyPath(s.Path, "config"), "job not found: no job file is %s in the image", s.Config)
		}
	}
	return r.document.Locate(problems)
}
