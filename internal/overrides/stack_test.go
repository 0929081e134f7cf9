package overrides

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/render"
)

func TestReadStack(t *testing.T) {
	t.Parallel()
	stack := stackOf(t, mainNow, folder("team", "one/unused.tmpl", "{{define \"unused\"}}{{end}}"), folder("other"))
	var teams []string
	for _, layer := range stack.Teams() {
		teams = append(teams, layer.Name)
	}
	expect(t, "teams", teams, "team", "other")
	expect(t, "folders", stack.Folders(), "one", "two", "shared")
	if !stack.Problems.HasErrors() {
		t.Error("no problem with an unused override")
	}
	_, err := Read([]string{"one", "two"}, []render.Layer{base("{{")})
	if err == nil || !strings.HasPrefix(err.Error(), "invalid shipped template: shipped/one/main.tf.tmpl:1") {
		t.Errorf("an invalid shipped template: %v", err)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	stack := stackOf(t, mainNow)
	for text, want := range map[string]string{
		"one":         "",
		"one/main.tf": "",
		"one#log":     "",
		"shared#log":  "",
		"shared#size": "shared#size differs between platforms: specify one, such as one#size",
		"one#logg":    "unknown template one#logg; did you mean one#log?",
		"one/mian.tf": "unknown template one/mian.tf; did you mean one/main.tf.tmpl?",
		"oen#size":    "unknown template oen#size; did you mean one#size?",
		"zzzzzz":      "unknown template zzzzzz: dativo-gen templates list prints all names",
	} {
		name, err := stack.Resolve(text)
		if name != ParseName(text) || (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%s: got %v, %v; want %q", text, name, err, want)
		}
	}
}

// teamOverSize replaces a block, a file and a shared definition, adds a file and
// removes one.
func teamOverSize() render.Layer {
	return folder("team",
		"one/size.tmpl", "{{define \"size\"}}# ours\n{{end}}",
		"one/outputs.tf.tmpl", "",
		"one/more.tf.tmpl", "locals {}\n",
		"shared/log.tmpl", "{{define \"log_section\"}}# ours\n{{end}}",
	)
}

func TestListTemplates(t *testing.T) {
	t.Parallel()
	stack := stackOf(t, mainNow, teamOverSize())
	list := func(folder string, all bool) []string {
		var got []string
		for _, entry := range stack.List(folder, all) {
			line := entry.Name.String() + " " + entry.Place
			if entry.Removed {
				line += " removed"
			}
			got = append(got, line)
		}
		return got
	}
	files := []string{
		"one/main.tf.tmpl shipped/one/main.tf.tmpl", "one/more.tf.tmpl team/one/more.tf.tmpl",
		"one/outputs.tf.tmpl team/one/outputs.tf.tmpl removed", "one/size.tmpl team/one/size.tmpl",
	}
	expect(t, "one", list("one", false), append(files, "one#log shipped/one/main.tf.tmpl:4", "one#size team/one/size.tmpl:1")...)
	// Files of definitions add to each other.
	expect(t, "shared", list("shared", false), "shared/log.tmpl team/shared/log.tmpl", "shared/log.tmpl shipped/shared/log.tmpl")
	all := list("one", true)
	if want := "one#log_section team/shared/log.tmpl:1"; len(missing([]string{want}, all)) > 0 || len(all) != len(files)+3 {
		t.Errorf("all: no %q, or something else, in\n%s", want, strings.Join(all, "\n"))
	}
}

func TestTextInUse(t *testing.T) {
	t.Parallel()
	stack := stackOf(t, mainNow, teamOverSize())
	for name, want := range map[string]string{
		"one/main.tf":   mainNow,
		"one/more.tf":   "locals {}\n",
		"one#size":      "# ours\n",
		"two#size":      "\nlocals {\n  cpu = 2\n}\n",
		"one#log":       "\nlocals {\n  log = \"one\"\n}\n", // what the block calls
		"shared/log":    "{{define \"log_section\"}}# ours\n{{end}}",
		"shared#labels": "{}",
	} {
		if text, ok := stack.Text(ParseName(name)); !ok || text != want {
			t.Errorf("%s: got %q, %v; want %q", name, text, ok, want)
		}
	}
	for _, name := range []string{"one", "one/nothing", "one#nothing", "three#size", "three/main.tf", "shared#size"} {
		if text, ok := stack.Text(ParseName(name)); ok {
			t.Errorf("%s: got %q", name, text)
		}
	}
}

// TestBlocksOfSeveralTexts: a shared override of a block whose text differs
// between platforms is never current.
func TestBlocksOfSeveralTexts(t *testing.T) {
	t.Parallel()
	shipped := folder("shipped",
		"one/main.tf.tmpl", "{{block \"x\" .}}# one\n{{end}}locals {}\n", "two/main.tf.tmpl", "{{block \"x\" .}}{{end}}locals {}\n")
	for text, want := range map[string]State{
		"{{define \"x\"}}# ours\n{{end}}": Unrecorded,
		Record{ParseName("shared#x"), Sum("")}.Comment() + "{{define \"x\"}}# ours\n{{end}}": Outdated,
	} {
		stack, err := Read([]string{"one", "two"}, []render.Layer{folder("team", "shared/x.tmpl", text), shipped})
		if err != nil {
			t.Fatal(err)
		}
		list, problems := stack.Overrides()
		if len(list) != 1 || list[0].State != want {
			t.Errorf("got %+v, %v; want %s", list, problems, want)
		}
	}
}

// TestCalls: a block that does nothing but call a definition follows it; a
// definition is not an extension point.
func TestCalls(t *testing.T) {
	t.Parallel()
	stack, err := Read([]string{"one"}, []render.Layer{folder("shipped",
		"one/main.tf.tmpl", "{{block \"x\" .}}{{template \"y\" .}}{{end}}locals {}\n",
		"one/y.tmpl", "{{define \"y\"}}{{template \"z\" .}}{{end}}{{define \"z\"}}# z\n{{end}}")})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][2]string{
		"one#x": {"y", "{{template \"z\" .}}"}, "one#y": {"", "{{template \"z\" .}}"}, "one#z": {"", "# z\n"},
	} {
		text, _ := stack.Shipped.Text(ParseName(name))
		if got := [2]string{stack.Shipped.Calls(ParseName(name)), text}; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if blocks := stack.Shipped.Blocks("one"); len(blocks) != 1 || blocks[0].Block != "x" {
		t.Errorf("extension points: %v", blocks)
	}
}

func TestOverridesOfAStack(t *testing.T) {
	t.Parallel()
	other := folder("other", "two/size.tmpl", "{{define \"size\"}}# other\n{{end}}")
	list, problems := stackOf(t, mainNow, teamOverSize(), other).Overrides()
	var got []string
	for _, o := range list {
		got = append(got, string(o.State)+" "+o.Place())
		if o.NeedsUpgrade() {
			t.Errorf("%s needs an upgrade", o.Place())
		}
	}
	if problems != nil {
		t.Error(problems)
	}
	expect(t, "overrides", got,
		"own team/one/more.tf.tmpl", "current team/one/outputs.tf.tmpl", "unrecorded team/one/size.tmpl:1",
		"unrecorded team/shared/log.tmpl:1", "unrecorded other/two/size.tmpl:1")
}

// TestConflictsHideTheRest: until the conflicts of an upgrade are resolved,
// nothing else can be said.
func TestConflictsHideTheRest(t *testing.T) {
	t.Parallel()
	conflict := "{{define \"size\"}}\n<<<<<<< yours\na\n=======\nb\n>>>>>>> shipped now\n{{end}}"
	list, problems := stackOf(t, mainNow, teamOverSize(), folder("other", "two/size.tmpl", conflict)).Overrides()
	if len(list) != 1 || problems != nil {
		t.Fatalf("got %+v, %v", list, problems)
	}
	o := list[0]
	if o.State != Conflict || !o.NeedsUpgrade() || o.Place() != "other/two/size.tmpl" || o.Why != "resolve the conflict markers" {
		t.Errorf("got %+v", o)
	}
}

// TestUnreadableTemplates leave nothing to list, unused ones do.
func TestUnreadableTemplates(t *testing.T) {
	t.Parallel()
	for text, unreadable := range map[string]bool{
		"{{define \"size\"}}":                       true,
		"{{define \"size\"}}{{nothing}}{{end}}":     true,
		"{{define \"nothing\"}}{{end}}":             false,
		"{{define \"size\"}}# {{.Name}}\n{{end}}\n": false,
	} {
		list, problems := stackOf(t, mainNow, folder("team", "one/x.tmpl", text)).Overrides()
		if problems.HasErrors() != unreadable || (list == nil) != unreadable {
			t.Errorf("%s: got %v, %v", text, list, problems)
		}
	}
}
