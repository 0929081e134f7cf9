package engine

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// google adds the credentials file and the hosts of a Google source. There is no
// other way in: neither application default credentials nor a platform's
// identity.
func (n *needs) google(source Source) {
	for _, d := range source.Dials {
		n.Endpoints = append(n.Endpoints, Endpoint{Host: d.Host, Port: d.Port, Why: d.Why, Role: Container})
	}
	credentials := mapping(n.source["credentials"])
	var paths []string
	for _, name := range []string{"credentials_path", "service_account_file", "file", "path", "file_template"} {
		if file, _ := credentials[name].(string); file != "" {
			paths = append(paths, strings.ReplaceAll(file, "{tenant}", n.tenant()))
		}
	}
	for _, name := range source.Variables {
		n.need(name, false)
		if v := n.variable(name); v.set && v.known {
			paths = append(paths, v.text)
			break
		}
	}
	if len(paths) == 0 {
		paths = []string{strings.ReplaceAll(source.File, "{tenant}", n.tenant())}
	}
	found := slices.ContainsFunc(paths, func(p string) bool { return slices.Contains(n.run.Files, p) })
	file := paths[len(paths)-1]
	n.Files = append(n.Files, NeededFile{Path: file, Variable: source.Variables[0], Found: found, Fact: source.Fact})
	if !found {
		n.report("engine-credentials-file", SourceRecipe, "credentials",
			"missing file %s: source %s reads a service account key from it", file, n.kind).
			hint("mount the key from a secret at that path, in compute.secret_files; the workload's own identity is not used")
	}
}

func (n *needs) tenant() string {
	tenant, _ := n.job["tenant_id"].(string)
	return tenant
}

// state adds where incremental state is kept (config.py:682-710).
func (n *needs) state() {
	incremental := mapping(n.source["incremental"])
	if len(incremental) == 0 {
		return
	}
	n.State.On = true
	n.State.Strategy, _ = incremental["strategy"].(string)
	n.State.Cursor, _ = incremental["cursor_field"].(string)
	n.strategy(incremental)
	if given, set := incremental["state_path"]; set {
		n.State.Path, _ = given.(string)
		n.statePath(Job, "source.incremental.state_path")
		return
	}
	if n.tenant() == "" {
		return
	}
	n.need(StateVariable, false)
	folder, known, set := n.lookup(StateVariable)
	switch {
	case !set && n.run.StateDir != "":
		folder = n.run.StateDir
	case !set:
		folder = StateDefault
	case !known:
		return
	}
	kind, _ := n.run.SourceRecipe["type"].(string)
	n.State.Path = fmt.Sprintf("%s/%s/%s.%s.state.json", folder, n.tenant(), orText(kind, n.kind), n.stateObject())
	n.statePath(Container, StateVariable)
}

// stateObject is the name that the state file has of the job's source block.
func (n *needs) stateObject() string {
	block := mapping(n.job["source"])
	if truthy(block["objects"]) {
		if objects, isList := block["objects"].([]any); isList {
			return scalarText(objects[0])
		}
		return scalarText(block["objects"])
	}
	for _, name := range []string{"files", "tables"} {
		if items, _ := block[name].([]any); len(items) > 0 {
			return orText(scalarText(at(items[0], "object")), "default")
		}
	}
	return "default"
}

func orText(text, standard string) string {
	if text == "" {
		return standard
	}
	return text
}

// statePath reports a path at which no state can be kept.
func (n *needs) statePath(role Role, at string) {
	switch file := n.State.Path; {
	case file == "":
	case strings.Contains(file, "://"):
		n.report("engine-state-path", role, at, "invalid state path %q: the engine writes local files only", file).
			hint("remove it, and set storage.state, so that state is kept in %s", StatePath)
	case !path.IsAbs(file) && n.run.ReadOnly:
		n.report("engine-state-path", role, at, "invalid state path %q: it is relative to %s, which is read-only", file, WorkDir).
			hint("remove it, and set storage.state, so that state is kept in %s", StatePath)
	case n.run.StateDir != "" && !strings.HasPrefix(path.Clean(file), path.Clean(n.run.StateDir)+"/"):
		n.report("engine-state-path", role, at, "state path %q is outside %s, which alone survives a run", file, n.run.StateDir).
			hint("remove it: state is kept in %s then", n.run.StateDir)
	}
}

// strategyHint says how to get a strategy: from the recipe, since the schema of a job
// file does not take them all, or by its name.
func (n *needs) strategyHint(strategy string) string {
	if scalarText(at(n.run.SourceRecipe, "incremental", "strategy")) == strategy {
		return "leave strategy out: it is the recipe's then"
	}
	return "set strategy to " + strategy
}

// strategy holds an incremental block against the validator's rules.
func (n *needs) strategy(incremental map[string]any) {
	c, listed := n.version.Connector(n.kind)
	role, at := n.place("source", "incremental", "incremental")
	if !listed {
		return
	}
	file := n.State.Strategy == "file_modified_time" || n.State.Strategy == "spreadsheet_modified_time"
	_, hasCursor := incremental["cursor_field"]
	switch {
	case n.State.Strategy == "":
		n.report("engine-strategy", role, at, "missing strategy").hint("set strategy to %s", orText(c.Strategy, "that of the registry"))
	case c.Strategy == "":
		n.report("engine-strategy", role, at, "source %s does not support incremental runs", n.kind)
	case n.State.Strategy != c.Strategy && !file:
		n.report("engine-strategy", role, join(at, "strategy"),
			"invalid strategy %q: source %s accepts %s", n.State.Strategy, n.kind, c.Strategy).
			hint("%s; to read everything in each run, leave incremental out", n.strategyHint(c.Strategy))
	case !file && !hasCursor:
		n.report("engine-strategy", role, at, "missing cursor_field: strategy %s requires it", n.State.Strategy).
			hint("set source.incremental.cursor_field; the recipe's cursor_field_default is not read")
	case n.State.Strategy == "file_modified_time" && !truthy(n.source["files"]):
		n.report("engine-strategy", role, at, "missing source.files: strategy %s requires it", n.State.Strategy)
	case n.State.Strategy == "spreadsheet_modified_time" && !truthy(n.source["sheets"]):
		n.report("engine-strategy", role, at, "missing source.sheets: strategy %s requires it", n.State.Strategy)
	}
}
