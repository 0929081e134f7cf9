package engine

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// command reads what the container starts, and reports whether it runs a job.
func (n *needs) command() bool {
	n.mode, n.oneJob = "self_hosted", true
	if !n.starts() {
		return false
	}
	if len(n.run.Args) == 0 {
		return true // the platform's own arguments run one job
	}
	name, rest := n.run.Args[0], n.run.Args[1:]
	c, known := n.version.Command(name)
	if !known {
		var names []string
		for _, c := range n.version.Commands {
			names = append(names, c.Name)
		}
		n.report("engine-command", Container, "compute.args", "unknown command %q: the engine has %s", name, diag.OrList(names)).
			hint("leave compute.args out: the platform runs the job then; an image without the engine is declared with compute.engine: none")
		return false
	}
	given, ok := n.options(c, rest)
	if !ok {
		return false
	}
	if c.Useless != "" {
		f := n.report("engine-idle", Container, "compute.args", "command %s runs no job: %s", name, c.Useless)
		if name == "start" {
			f.hint("run each job by a schedule of the platform; runner.yaml's schedules can be read for it")
		} else {
			f.as(diag.Warning)
		}
		return false
	}
	n.oneJob = given["--config"] != ""
	n.loadsSecrets = given["--job-dir"] != ""
	if given["--mode"] != "" {
		n.mode = given["--mode"]
	}
	n.manager, n.managerConfig = given["--secret-manager"], given["--secret-manager-config"]
	return true
}

// starts reports whether the entry point is the engine's. A wrapper before it,
// such as an init or a script, is skipped.
func (n *needs) starts() bool {
	entry := n.run.Entrypoint
	if len(entry) == 0 || slices.Contains(entry, "dativo_ingest.cli") {
		return true
	}
	for _, word := range entry {
		if base := path.Base(word); base == "dativo" || base == "dativo-ingest" {
			return true
		}
	}
	n.report("engine-command", Container, "compute.entrypoint",
		"the entry point %q does not start the engine", strings.Join(entry, " ")).as(diag.Warning).
		hint("the engine's is %q; an image without the engine is declared with compute.engine: none", strings.Join(EntryPoint(), " "))
	return false
}

// options reads the arguments of a command as argparse does.
func (n *needs) options(c Command, args []string) (map[string]string, bool) {
	given := map[string]string{}
	positional, ok := []string{}, true
	refuse := func(format string, words ...any) {
		ok = false
		n.report("engine-command", Container, "compute.args", format, words...).hint("leave compute.args out: the platform runs the job then")
	}
	for i := 0; i < len(args); i++ {
		if !strings.HasPrefix(args[i], "--") {
			positional = append(positional, args[i])
			continue
		}
		name, value, inline := strings.Cut(args[i], "=")
		at := slices.IndexFunc(c.Options, func(o Option) bool { return o.Name == name })
		switch {
		case at < 0:
			refuse("unknown option %s of command %s", name, c.Name)
			continue
		case c.Options[at].Flag:
			given[name] = "true"
			continue
		case !inline && i+1 < len(args):
			i++
			value = args[i]
		case !inline:
			refuse("missing value of option %s", name)
			continue
		}
		if choices := c.Options[at].Choices; len(choices) > 0 && !slices.Contains(choices, value) {
			refuse("invalid value %q of option %s: expected %s", value, name, diag.OrList(choices))
		}
		given[name] = value
	}
	n.required(c, given, positional, refuse)
	return given, ok
}

// required holds the arguments against what a command must have.
func (n *needs) required(c Command, given map[string]string, positional []string, refuse func(string, ...any)) {
	if !slices.Equal(positional, c.Arguments) {
		if len(c.Arguments) > 0 {
			refuse("command %s takes the argument %s", c.Name, strings.Join(c.Arguments, " "))
		} else {
			refuse("command %s takes no argument %q", c.Name, strings.Join(positional, " "))
		}
	}
	count := 0
	for _, name := range c.OneOf {
		if _, set := given[name]; set {
			count++
		}
	}
	if len(c.OneOf) > 0 && count != 1 {
		refuse("command %s requires exactly one of %s", c.Name, strings.Join(c.OneOf, ", "))
	}
	for _, o := range c.Options {
		if _, set := given[o.Name]; o.Required && !set {
			refuse("command %s requires %s", c.Name, o.Name)
		}
	}
}

// secrets adds the calls of a secret manager, and reports that its secrets reach
// no source.
func (n *needs) secrets() {
	manager := n.manager
	if manager == "" {
		manager = n.variable("DATIVO_SECRET_MANAGER").text
	}
	if manager == "" || manager == "env" {
		return
	}
	at := slices.IndexFunc(n.version.Managers, func(m SecretManager) bool { return m.Name == manager })
	if at < 0 {
		n.report("engine-command", Container, "DATIVO_SECRET_MANAGER", "unknown secret manager %q", manager)
		return
	}
	place := "compute.args"
	if n.manager == "" {
		place = "DATIVO_SECRET_MANAGER"
	}
	why := "run --config does not load them"
	if n.loadsSecrets {
		why = "they are loaded and dropped"
	}
	n.report("engine-secret-manager", Container, place, "secrets of manager %s reach no source: %s", manager, why).
		hint("remove it, and give each secret to the container in compute.secrets")
	if !n.loadsSecrets {
		return
	}
	m := n.version.Managers[at]
	n.pack(m.Package)
	if m.Action == "" {
		return
	}
	if service, action, isCall := strings.Cut(m.Action, ":"); isCall {
		for _, id := range n.secretNames() {
			n.call(service, action, Secret, id, Workload, Always, m.Fact)
		}
	} else {
		n.call("http", m.Action, URL, m.Resource, Token, Always, m.Fact)
	}
	host := map[string]string{
		"aws": "secretsmanager." + orText(n.variable(RegionVariable).text, "us-east-1") + ".amazonaws.com",
		"gcp": "secretmanager.googleapis.com",
	}[manager]
	e := Endpoint{Host: host, Port: m.Port, Why: "secret manager " + manager, Role: Container, Path: place}
	if manager == "vault" {
		e.Variable = "VAULT_ADDR"
		if address, port, ok := address(n.variable("VAULT_ADDR").text, m.Port); ok {
			e.Host, e.Port = address, port
		}
	}
	n.Endpoints = append(n.Endpoints, e)
}

// secretNames are the identifiers that the aws manager asks for; "*" where its
// configuration is a file.
func (n *needs) secretNames() []string {
	text := orText(n.managerConfig, n.variable("DATIVO_SECRET_MANAGER_CONFIG").text)
	var config struct {
		Template string `json:"secret_id_template"`
		Bundle   string `json:"bundle_secret_id_template"`
		Secrets  []any  `json:"secrets"`
	}
	if json.Unmarshal([]byte(text), &config) != nil {
		return []string{"*"}
	}
	fill := func(template, name string) string {
		return strings.NewReplacer("{tenant}", n.tenant(), "{name}", name).Replace(template)
	}
	var ids []string
	for _, secret := range config.Secrets {
		name := orText(scalarText(secret), scalarText(at(secret, "name")))
		own := orText(scalarText(at(secret, "id")), scalarText(at(secret, "identifier")))
		ids = append(ids, fill(orText(own, orText(config.Template, "{tenant}/{name}")), name))
	}
	if len(ids) == 0 && config.Bundle != "" {
		ids = []string{fill(config.Bundle, "")}
	}
	return ids
}
