package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// hostile are texts with a special meaning in HCL, JSON, YAML, Go templates, IAM or a
// shell, or that a layer might change.
func hostile() map[string]string {
	return map[string]string{
		"interpolation":    `$${x}${file("/etc/passwd")}`,
		"directive":        `%%{x}%{for x in y}`,
		"end of a block":   "\"}\nresource \"x\" \"y\" {",
		"end of an object": `"}, "name": "other`,
		"heredoc":          "<<EOT\nx\nEOT\n}\n",
		"backslash":        `\\u0022\n`,
		"template":         `{{.Name}} {{end}}`,
		"shell":            "a'; id #`id`$(id)",
		"wildcard":         "*",
		"blank":            " ",
		"line break":       "a\r\nb",
		"NUL":              "a\x00b",
		"marks":            "\ufeffa\u202eb\u2066c\U0001f600",
		"not composed":     "e\u0301",
		"64 KiB":           strings.Repeat("x", 1<<16),
	}
}

// sanitized are the paths whose text becomes tags: labels and tags allow only
// some characters, and others are replaced. The module's validations decide
// whether the result is valid.
var sanitized = regexp.MustCompile(`^(` + strings.Join([]string{
	`infrastructure\.tags`, `finops`, `classification_overrides`, `governance_overrides`, `source`, `tenant_id`, `environment$`,
	`infrastructure\.job_name`, `infrastructure\.compute\.secrets`,
}, "|") + `)`)

// ignored are the paths that belong to the engine: they reach no module.
var ignored = regexp.MustCompile(`^(` + strings.Join([]string{
	`\$schema`, `asset`, `source_connector`, `target_connector`, `target_connector_path`, `source`, `target`, `catalog`, `observability`,
	`llm`, `plugins`, `finops`, `classification_overrides`, `governance_overrides`, `schema_validation_mode`, `logging`,
}, "|") + `)(\.|\[|$)`)

// TestInjection puts every hostile text into every string of a job file, including
// mapping keys. Each one arrives as data, byte for byte, or is rejected at its
// position; none changes the structure of a module.
func TestInjection(t *testing.T) {
	t.Parallel()
	for i, p := range platform.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			in := newInjector(t, p.Name)
			for _, place := range stringPlaces(t) {
				if ignored.MatchString(place.String()) && !sanitized.MatchString(place.String()) && i > 0 {
					continue // the same for all
				}
				slot, err := slotAt(in.text, place)
				if err != nil {
					t.Fatal(err)
				}
				said := map[string]bool{}
				for name, text := range hostile() {
					if problem := in.try(slot, text); problem != "" && !said[problem] {
						said[problem] = true
						t.Errorf("%s: %s: %s", place, name, problem)
					}
				}
			}
		})
	}
}

// injector changes one string of an example at a time.
type injector struct {
	path   string
	text   []byte
	loader *config.Loader
	set    *render.Set
	// bodies are the files that were parsed, by their text.
	bodies map[string]*hclsyntax.Body
	// base is the example's own module.
	base map[string][]byte
	// benign are the modules with a harmless text in a place, by the place.
	benign map[string]map[string][]byte
}

func newInjector(t *testing.T, platform string) *injector {
	t.Helper()
	in := &injector{
		loader: loaderOf(t, jobFlags{}), bodies: map[string]*hclsyntax.Body{}, benign: map[string]map[string][]byte{},
	}
	in.path, in.text = readExample(t, platform)
	j, _ := renderText(t, in.loader, in.path, in.text)
	in.set, _ = fleet.NewTemplates().For(j)
	in.base, _, _ = in.render(in.text)
	return in
}

// render returns the files of a job file's module, or nil and why there is none.
func (in *injector) render(text []byte) (map[string][]byte, diag.List, error) {
	loaded, err := fleet.Load(in.loader, in.path, text)
	j, problems := loaded.Job, loaded.Problems
	if err != nil || problems.HasErrors() {
		return nil, problems, err
	}
	files, more := in.set.Render(&j.Deployment, j.Deployment.Variables)
	if more.HasErrors() {
		return nil, nil, fmt.Errorf("accepted, but not rendered: %v", more)
	}
	module := map[string][]byte{}
	for _, file := range files {
		module[file.Name] = file.Data
	}
	return module, problems, nil
}

// try puts a text into a place and says what is wrong with what came of it.
func (in *injector) try(slot *slot, text string) string {
	job, pos, err := slot.fill(text)
	if err != nil {
		return err.Error()
	}
	module, problems, err := in.render(job)
	if err != nil {
		return err.Error()
	}
	told := slices.ContainsFunc(problems, func(d diag.Diagnostic) bool {
		// A platform refuses a key together with what is in it.
		whole := d.Code == "wrong-platform" && diag.Within(slot.place.String(), d.Path)
		return whole || slices.Contains(pos, [2]int{d.Pos.Line, d.Pos.Col})
	})
	for _, d := range problems {
		if d.Pos.File == "" || d.Pos.Line == 0 || d.Pos.Col == 0 {
			return fmt.Sprintf("a problem without a position: %v", d)
		}
	}
	switch {
	case module == nil && !told:
		return fmt.Sprintf("refused, but at another position than %v: %.600v", pos, problems)
	case module == nil:
		return ""
	}
	if problem := in.structure(slot, module); problem != "" {
		return problem
	}
	return in.arrival(slot.place, module, text, told)
}

// structure says whether the .tf files are others than with a harmless text.
func (in *injector) structure(slot *slot, module map[string][]byte) string {
	if sameStructure(module, in.base) {
		return ""
	}
	name := slot.place.String()
	benign, known := in.benign[name]
	if !known {
		for _, word := range []string{"harmless", "HARMLESS"} {
			job, _, err := slot.fill(word)
			if err != nil {
				return err.Error()
			}
			if benign, _, _ = in.render(job); benign != nil {
				break
			}
		}
		in.benign[name] = benign
	}
	if benign == nil || !sameStructure(module, benign) {
		return "the .tf files are not those of a harmless value"
	}
	return ""
}

// sameStructure compares two modules, but for the values of the backend.
func sameStructure(one, other map[string][]byte) bool {
	if len(one) != len(other) {
		return false
	}
	for name, data := range one {
		same := name == "terraform.tfvars.json" || bytes.Equal(data, other[name]) || isPage(name) && samePage(data, other[name])
		if !same && !bytes.Equal(backend.ReplaceAll(data, nil), backend.ReplaceAll(other[name], nil)) {
			return false
		}
	}
	return true
}

// arrival says whether a text that was accepted is not in the module.
func (in *injector) arrival(place place, module map[string][]byte, text string, told bool) string {
	same := bytes.Equal(module["terraform.tfvars.json"], in.base["terraform.tfvars.json"]) && sameBackend(module, in.base)
	if same && (told || ignored.MatchString(place.String())) {
		return ""
	}
	m, err := in.read(module)
	if err != nil {
		return err.Error()
	}
	if problems := m.inputProblems(in.unchanged(m)); len(problems) > 0 {
		return "accepted, but Terraform refuses it: " + strings.Join(problems, "; ")
	}
	for _, block := range m.blocks("output") {
		command, err := m.evaluate(attribute(block.Body, "value"))
		if err != nil || !strings.HasSuffix(block.Labels[0], "_command") {
			continue
		}
		plain, _ := plainValue(command)
		if strings.ContainsAny(text, "'$`") && strings.Contains(fmt.Sprint(plain), text) {
			return fmt.Sprintf("output %s would have a shell run it: %v", block.Labels[0], plain)
		}
	}
	switch {
	case slices.ContainsFunc(m.data(), func(arrived string) bool {
		// Kubernetes reads $$ as $.
		return strings.Contains(arrived, text) || strings.Contains(strings.ReplaceAll(arrived, "$$", "$"), text)
	}):
	case told, sanitized.MatchString(place.String()):
	default:
		return "accepted, and lost"
	}
	return ""
}

// unchanged are the variables that have the example's own values.
func (in *injector) unchanged(m *module) map[string]bool {
	base, err := in.read(in.base)
	same := map[string]bool{}
	for name, value := range m.values {
		same[name] = err == nil && reflect.DeepEqual(value, base.values[name])
	}
	return same
}

// sameBackend compares the files that may hold a backend.
func sameBackend(one, other map[string][]byte) bool {
	return bytes.Equal(one["backend.tf"], other["backend.tf"])
}

// read parses a module; files that were seen before are known.
func (in *injector) read(files map[string][]byte) (*module, error) {
	m := &module{asked: asked()[0], source: files, bodies: map[string]*hclsyntax.Body{}}
	for name, data := range files {
		if name == "terraform.tfvars.json" {
			if err := json.Unmarshal(data, &m.values); err != nil {
				return nil, err
			}
			continue
		}
		if isPage(name) {
			continue
		}
		body, known := in.bodies[string(data)]
		if !known {
			file, diagnostics := hclsyntax.ParseConfig(data, name, hcl.InitialPos)
			if diagnostics.HasErrors() {
				return nil, diagnostics
			}
			body = file.Body.(*hclsyntax.Body)
			in.bodies[string(data)] = body
		}
		m.bodies[name] = body
	}
	return m, nil
}

// data lists the texts that a module holds as data: the keys and values in
// terraform.tfvars.json, and the values in a backend block.
func (m *module) data() []string {
	var found []string
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			found = append(found, value)
		case []any:
			for _, item := range value {
				walk(item)
			}
		case map[string]any:
			for key, item := range value {
				found = append(found, key)
				walk(item)
			}
		}
	}
	walk(m.values)
	for _, body := range m.bodies {
		for _, block := range nested(body, "backend") {
			for _, attribute := range block.Body.Attributes {
				if value, diagnostics := attribute.Expr.Value(nil); !diagnostics.HasErrors() {
					text, _ := asString(value)
					found = append(found, text)
				}
			}
		}
	}
	return found
}
