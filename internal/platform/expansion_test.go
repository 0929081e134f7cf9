package platform

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// expand does what the kubelet does with a value: it replaces $(NAME) if the variable
// is set, and $$ by $.
func expand(text string, variables map[string]string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		switch end := strings.IndexByte(text[i:], ')'); {
		case text[i] == '$':
			b.WriteByte('$')
		case text[i] == '(' && end > 0:
			name := text[i+1 : i+end]
			if value, set := variables[name]; set {
				b.WriteString(value)
			} else {
				b.WriteString("$(" + name + ")")
			}
			i += end
		default:
			b.WriteString("$" + text[i:i+1])
		}
	}
	return b.String()
}

// TestValuesArriveAsWritten shows that containers on Kubernetes get the texts of the
// job file, and that those of other platforms are not changed.
func TestValuesArriveAsWritten(t *testing.T) {
	t.Parallel()
	texts := []string{
		"^US$$", "$(HOME)/x", "price > $$5", "$", "$$", "$$$", "$$$$(HOME)", "$HOME ${HOME} %{HOME}", "$(", "$((HOME))",
		"a$(HOME)$$(HOME)$", "$()",
		"$(LATER)", "100%", "", "{{ x }}",
	}
	for _, test := range []struct{ provider, compute string }{{"aws", "ecs"}, {"aws", "eks"}, {"gcp", "gke"}} {
		d, _ := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Engine = "none"
			infra.Compute.Args, infra.Compute.Command = texts, texts
			infra.Compute.Environment = map[string]model.Scalar{"HOME": "/home", "LATER": "later"}
			for i, text := range texts {
				infra.Compute.Environment["V"+strings.Repeat("_", i)] = model.Scalar(text)
			}
		}))
		arrives := func(text string) string { return expand(text, d.Container.Environment) }
		if test.compute == "ecs" {
			arrives = func(text string) string { return text }
		}
		environment := map[string]string{}
		for name, value := range d.Variables["environment_variables"].(map[string]string) {
			environment[name] = arrives(value)
		}
		if !reflect.DeepEqual(environment, d.Container.Environment) {
			t.Errorf("%s: the environment arrives as %v", test.compute, environment)
		}
		for _, name := range []string{"container_args", "container_entrypoint"} {
			for i, word := range d.Variables[name].([]string) {
				if got := arrives(word); got != texts[i] {
					t.Errorf("%s: %s: %q arrives as %q", test.compute, name, texts[i], got)
				}
			}
		}
	}
	if got := literal("^US$$"); got != "^US$$$$" {
		t.Errorf("got %s", got)
	}
}

// TestCloudRunExpansion shows which texts Cloud Run may change, which are refused.
func TestCloudRunExpansion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"^US$$": true, "$(HOME)/x": true, "$$(A)": true, "$5": false, "a$": false, "${HOME}": false, "$HOME": false, "(x)": false,
	} {
		for _, path := range []string{"compute.environment.A", "compute.args[1]", "compute.command[0]"} {
			_, problems := Normalize(jobOn("gcp", "cloud_run", func(_ *model.Job, infra *model.Infrastructure) {
				infra.Compute.Engine = "none"
				infra.Compute.Environment = map[string]model.Scalar{"A": model.Scalar(text)}
				infra.Compute.Args, infra.Compute.Command = []string{"run", text}, []string{text}
			}))
			if got := len(errorsAt(problems, path)) > 0; got != want {
				t.Errorf("%s at %s: %t", text, path, got)
			}
		}
	}
}
