package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// needs gathers what a run needs.
type needs struct {
	Needs
	version                Version
	run                    Run
	job, source, target    map[string]any
	mode                   string
	loadsSecrets, oneJob   bool
	manager, managerConfig string
	kind                   string // the source's type
	extractor              Extractor
	endpointRole           Role // where the store's endpoint is written
	endpointPath           string
}

// report adds a finding of a rule, and returns it for its hint.
func (n *needs) report(code string, role Role, path, format string, args ...any) *Finding {
	r := rule(code)
	n.Findings = append(n.Findings, Finding{Severity: r.Severity, Code: code, Role: role, Path: path, Message: fmt.Sprintf(format, args...), Fact: r.Fact})
	return &n.Findings[len(n.Findings)-1]
}

// hint sets what to do.
func (f *Finding) hint(format string, args ...any) *Finding {
	f.Hint = fmt.Sprintf(format, args...)
	return f
}

// as changes the severity where the rule's own does not fit the case.
func (f *Finding) as(severity diag.Severity) *Finding {
	f.Severity = severity
	return f
}

// lookup returns a variable's value: known is false where it is a secret's, set
// is false where the container has none.
func (n *needs) lookup(name string) (value string, known, set bool) {
	if value, set = n.run.Environment[name]; set {
		return value, true, true
	}
	return "", false, slices.Contains(n.run.Secrets, name)
}

// has reports whether the container has a value for a variable. An empty text
// counts as none, as in Python's os.getenv(A) or os.getenv(B).
func (n *needs) has(name string) bool {
	value, known, set := n.lookup(name)
	return set && (!known || value != "")
}

// need adds a variable that the run reads.
func (n *needs) need(name string, required bool) {
	known, listed := n.version.Variable(name)
	if !listed {
		known = Variable{Name: name, ReadBy: "the job or its recipes", Fact: Fact{"", Read}}
	}
	known.Required = required
	for i := range n.Variables {
		if n.Variables[i].Name == name {
			n.Variables[i].Required = n.Variables[i].Required || required
			return
		}
	}
	n.Variables = append(n.Variables, Needed{known, n.has(name)})
}

// missing reports a required variable without a value.
func (n *needs) missing(name, why, hint string) {
	if n.has(name) {
		return
	}
	f := n.report("engine-variable", Container, name, "missing variable %s: %s", name, why)
	v, _ := n.version.Variable(name)
	kind := "environment"
	if v.Secret {
		kind = "secrets"
	}
	f.hint("set it in compute.%s%s", kind, hint)
}

// pack adds packages by name.
func (n *needs) pack(names ...string) {
	for _, p := range n.version.Packages {
		if slices.Contains(names, p.Name) && !slices.ContainsFunc(n.Packages, func(q Package) bool { return q.Name == p.Name }) {
			n.Packages = append(n.Packages, p)
		}
	}
}

// call adds an API call.
func (n *needs) call(service, action string, kind ResourceKind, name string, signer Signer, when When, fact Fact) {
	n.Calls = append(n.Calls, Call{service, action, Resource{kind, name}, signer, when, fact})
}

// place says which document a key of the merged source or target comes from:
// the job's block, or the recipe's key of another name.
func (n *needs) place(side, name, recipeName string) (Role, string) {
	block, _ := n.job[side].(map[string]any)
	recipe := n.run.SourceRecipe
	role := SourceRecipe
	if side == "target" {
		recipe, role = n.run.TargetRecipe, TargetRecipe
	}
	if _, given := block[name]; !given && recipeName != "" {
		if _, given := recipe[recipeName]; given {
			return role, recipeName
		}
	}
	return Job, join(side, name)
}

// inner is place for a key below the connection block.
func (n *needs) inner(name string) (Role, string) {
	if block, _ := at(n.job, "target", "connection").(map[string]any); block != nil {
		if _, given := block[name]; given {
			return Job, join("target.connection", name)
		}
	}
	if template, _ := n.run.TargetRecipe["connection_template"].(map[string]any); template != nil {
		if _, given := template[name]; given {
			return TargetRecipe, join("connection_template", name)
		}
	}
	return Job, join("target.connection", name)
}

// settings are the variables that make a run behave.
func (n *needs) settings() {
	add := func(name, value, why string) {
		if !n.has(name) {
			n.Settings = append(n.Settings, Setting{name, value, why})
		}
	}
	if n.run.Region != "" {
		add(RegionVariable, n.run.Region, "the engine's default is us-east-1")
	}
	add(WarningsVariable, WarningsAsErrors, "a failed upload must fail the run")
	if n.State.On && n.run.StateDir != "" {
		add(StateVariable, n.run.StateDir, "incremental state must survive the run")
	}
}

// sort brings lists that are read as sets into a stable order, without
// duplicates.
func (n *needs) sort() {
	slices.SortStableFunc(n.Endpoints, func(a, b Endpoint) int {
		return cmp.Or(cmp.Compare(a.Host, b.Host), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Variable, b.Variable))
	})
	n.Endpoints = slices.CompactFunc(n.Endpoints, func(a, b Endpoint) bool {
		return a.Host == b.Host && a.Port == b.Port && a.Variable == b.Variable
	})
	slices.SortStableFunc(n.Variables, func(a, b Needed) int { return cmp.Compare(a.Name, b.Name) })
}
