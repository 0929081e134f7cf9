package engine

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// documents reports variables in the paths of the files that the job names. The
// engine replaces them there alone (config.py:1032-1041).
func (n *needs) documents() {
	known := map[string]bool{}
	for _, key := range []string{"source_connector_path", "target_connector_path", "asset_path"} {
		for _, name := range PathVariables(scalarText(n.job[key])) {
			if known[name] {
				continue
			}
			known[name] = true
			n.need(name, true)
			n.missing(name, key+" contains it", "")
		}
	}
}

// connector adds what the source needs.
func (n *needs) connector() {
	n.pack("pydantic", "pyyaml", "jsonschema", "requests", "pyarrow", "boto3")
	n.kind, _ = n.source["type"].(string)
	role, path := n.place("source", "type", "type")
	certain := diag.Error
	if n.kind == "" { // the recipe is in the image alone: its name is a guess
		n.kind, _ = n.job["source_connector"].(string)
		role, path, certain = Job, "source_connector", diag.Warning
	}
	if n.kind == "" {
		n.Opaque = append(n.Opaque, "the source: its recipe is not known")
		return
	}
	engine, _ := at(n.run.SourceRecipe, "default_engine", "type").(string)
	n.extractor = n.version.Extractor(n.kind, engine)
	if !n.registered(role, path, certain) {
		return
	}
	if truthy(n.source["custom_reader"]) {
		n.plugin("source", "custom_reader")
		return
	}
	source, _ := n.version.Source(n.kind)
	switch {
	case n.extractor == Docker:
		n.docker(role, path, certain)
	case n.extractor == Missing:
		n.unsupported(role, path, engine, certain)
	case source.Refusal != "":
		n.report("engine-unsupported", role, path, "source %s never reads a row: the engine fails with %q", n.kind, source.Refusal).as(certain).
			hint("export the sheets as CSV files, or read them with a plugin (source.custom_reader)")
	}
	n.pack(source.Packages...)
	n.input(source)
	switch n.kind {
	case "postgres", "mysql":
		n.database()
	case "gdrive_csv", "google_sheets":
		n.google(source)
	}
}

// registered reports whether the registry takes the types in their roles.
func (n *needs) registered(role Role, path string, certain diag.Severity) bool {
	n.registeredTarget()
	c, listed := n.version.Connector(n.kind)
	if !listed || !c.Source {
		n.report("engine-connector", role, path, "the engine's registry does not list %q as a source", n.kind).as(certain).
			hint("use one of %s, or a registry of your own in the image", n.registry(func(c Connector) bool { return c.Source }))
		return false
	}
	if n.mode == "cloud" && !c.Cloud {
		n.report("engine-cloud-mode", role, path, "source %s is refused with --mode cloud", n.kind).hint("start it with --mode self_hosted")
	}
	return true
}

// registeredTarget reports a target type that the registry does not take.
func (n *needs) registeredTarget() {
	kind, _ := n.target["type"].(string)
	target, listed := n.version.Connector(kind)
	if kind != "" && (!listed || !target.Target) {
		role, path := n.place("target", "type", "type")
		n.report("engine-connector", role, path, "the engine's registry does not list %q as a target", kind).
			hint("use one of %s, or a registry of your own in the image", n.registry(func(c Connector) bool { return c.Target }))
	}
}

func (n *needs) registry(in func(Connector) bool) string {
	var names []string
	for _, c := range n.version.Connectors {
		if in(c) {
			names = append(names, c.Type)
		}
	}
	return diag.OrList(names)
}

// docker reports a source that is read by a container of its own.
func (n *needs) docker(role Role, path string, certain diag.Severity) {
	f := n.report("engine-docker", role, path,
		"source %s starts a container of its connector and needs a Docker daemon, which no platform offers to a job", n.kind).as(certain)
	f.hint("read the source with a plugin (source.custom_reader), or load its data from a database or files; " +
		"an image with another engine is declared with compute.engine: none")
	n.pack("docker")
	credentials, _ := n.run.SourceRecipe["credentials"].(map[string]any)
	if name, _ := credentials["from_env"].(string); name != "" {
		n.need(name, true)
		for i := range n.Variables {
			n.Variables[i].Secret = n.Variables[i].Secret || n.Variables[i].Name == name
		}
		n.missing(name, "credentials.from_env of the source recipe", "")
	}
}

// unsupported reports a source that nothing reads.
func (n *needs) unsupported(role Role, path, engine string, certain diag.Severity) {
	if engine == "meltano" || engine == "singer" {
		n.report("engine-unsupported", SourceRecipe, "default_engine.type", "engine %s is not implemented", engine).
			hint("set default_engine.type to native for gdrive_csv; read other sources with a plugin (source.custom_reader)")
		return
	}
	n.report("engine-unsupported", role, path, "source %s is not implemented: the engine fails with %q", n.kind, unsupported).as(certain).
		hint("use csv, postgres, mysql or gdrive_csv, or a plugin (source.custom_reader)")
}

// plugin adds what a reader or writer of the user's own needs.
func (n *needs) plugin(side, name string) {
	file, _ := at(n.job, side, name).(string)
	n.Opaque = append(n.Opaque, fmt.Sprintf("%s.%s %s: its connections, variables and packages", side, name, file))
	sandbox := n.version.Sandbox && n.mode == "cloud"
	if enabled, given := at(n.job, "plugins", "sandbox", "enabled").(bool); given && n.version.Sandbox {
		sandbox = enabled
	} else if block, given := at(n.job, "plugins", "sandbox").(map[string]any); given && block != nil && n.version.Sandbox {
		sandbox = true // enabled is its default
	}
	if sandbox {
		n.report("engine-docker", Job, join(side, name), "a sandboxed plugin needs a Docker daemon, which no platform offers to a job").
			hint("set plugins.sandbox.enabled to false and --mode to self_hosted: the job's own container isolates it")
	}
}

// input holds the source block against what the source reads.
func (n *needs) input(source Source) {
	if n.kind != "csv" && n.kind != "postgres" && n.kind != "mysql" || n.job == nil {
		return
	}
	items, _ := n.source[source.Input].([]any)
	if len(items) == 0 {
		n.report("engine-input", Job, join("source", source.Input), "missing source.%s: source %s reads what it lists", source.Input, n.kind).
			hint("add %s", map[string]string{
				"files":  "source: {files: [{path: data/orders.csv, object: orders}]}, a path inside the container",
				"tables": "source: {tables: [{name: public.orders, object: orders}]}",
			}[source.Input])
		return
	}
	for i, item := range items {
		file, _ := at(item, "path").(string)
		at := fmt.Sprintf("source.files[%d].path", i)
		switch {
		case n.kind != "csv":
		case strings.Contains(file, "://"):
			n.report("engine-local-path", Job, at, "invalid path %q: csv reads local files only", file).
				hint("add the file to the image, or mount it, and give the path inside the container")
		case strings.Contains(file, "${"):
			n.report("engine-local-path", Job, at, "invalid path %q: the engine does not replace variables here", file).
				hint("write the path inside the container, such as %s/data/orders.csv", WorkDir)
		}
	}
}

// database adds the connection of a database, as the extractor builds it.
func (n *needs) database() {
	source, _ := n.version.Source(n.kind)
	prefix := map[string]string{"postgres": "PG", "mysql": "MYSQL_"}[n.kind]
	given := map[string]any{}
	maps.Copy(given, mapping(n.source["connection"]))
	credentials := mapping(n.source["credentials"])
	for _, field := range []string{"host", "port", "database", "user", "password"} {
		for _, name := range []string{field, prefix + strings.ToUpper(field)} {
			if value, set := credentials[name]; set {
				if _, written := given[field]; !written {
					given[field] = value
				}
			}
		}
	}
	host := n.field(given, prefix, "host")
	port := n.field(given, prefix, "port")
	for _, field := range []string{"database", "user", "password"} {
		n.field(given, prefix, field)
	}
	number, err := strconv.Atoi(port.text)
	if err != nil || number < 1 || number > 65535 {
		number = source.Dials[0].Port
		if port.set && port.known {
			n.report("engine-input", Job, "source.connection.port", "invalid port %q: expected a number from 1 to 65535", port.text)
		}
	}
	path, role := "source.connection.host", Job
	if given["host"] == nil {
		path, role = prefix+"HOST", Container
	}
	if !host.set {
		return // reported as a missing variable
	}
	e := Endpoint{Port: number, Why: source.Dials[0].Why, Role: role, Path: path, Variable: host.variable}
	if host.known {
		e.Host = host.text
	}
	n.Endpoints = append(n.Endpoints, e)
	if host.known && isLocal(host.text) {
		n.report("engine-localhost", role, path, "%s is the container itself", host.text).hint("give the host of the database")
	}
}

// field returns a value of a database connection: the block's, else the
// variable's.
func (n *needs) field(given map[string]any, prefix, name string) value {
	if given[name] != nil {
		v := n.expandDatabase(given[name])
		if unset := braced.FindStringSubmatch(v.text); v.known && unset != nil && strings.HasPrefix(v.text, "${") {
			n.missing(unset[1], "source.connection."+name, "")
			return value{}
		}
		return v
	}
	variable := prefix + strings.ToUpper(name)
	names := []string{variable}
	if variable == "MYSQL_DATABASE" {
		names = append(names, "MYSQL_DB")
	}
	known, _ := n.version.Variable(variable)
	found := n.variable(names...)
	if found.set && found.variable != variable {
		variable, known.Required = found.variable, true
	}
	n.need(variable, known.Required)
	if known.Required && !found.set {
		hint := ", or write source.connection." + name
		if known.Secret {
			hint = "; the recipe's file_template is not read"
		}
		n.missing(variable, fmt.Sprintf("source %s takes its %s from it", n.kind, name), hint)
	}
	return found
}

// mapping is a value as a mapping, nil if it is another kind.
func mapping(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}
