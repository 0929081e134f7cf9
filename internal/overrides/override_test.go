package overrides

import (
	"errors"
	"strings"
	"testing"
)

func TestParseName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Name{
		"one":              {Folder: "one"},
		"one/":             {Folder: "one"},
		"one/main.tf":      {Folder: "one", File: "main.tf.tmpl"},
		"one/main.tf.tmpl": {Folder: "one", File: "main.tf.tmpl"},
		"shared/log":       {Folder: "shared", File: "log.tmpl"},
		"one#log":          {Folder: "one", Block: "log"},
	} {
		name := ParseName(text)
		if name != want || ParseName(name.String()) != want {
			t.Errorf("%q: got %+v, want %+v", text, name, want)
		}
	}
}

func TestEject(t *testing.T) {
	t.Parallel()
	_, shipped := read(t, mainNow)
	for name, want := range map[string]string{
		"one#size":    "{{define \"size\" -}}\nlocals {\n  cpu = 1\n}\n{{- end}}\n",
		"one#log":     "{{define \"log\"}}\nlocals {\n  log = \"one\"\n}\n{{end}}\n",
		"one/main.tf": mainNow,
		"shared#log":  "{{define \"log\"}}\nlocals {\n  log = \"one\"\n}\n{{end}}\n",
	} {
		copies, ok := shipped.Eject(ParseName(name))
		if !ok || len(copies) != 1 {
			t.Fatalf("%s: %v", name, copies)
		}
		made := copies[0]
		record, text, _ := strings.Cut(made.Text, "\n")
		if text != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, text, want)
		}
		if found := records(record)[made.Name]; found.Sum != Sum(made.Base) || found.Sum != made.Sum {
			t.Errorf("%s: record %q does not match %q", name, record, made.Base)
		}
	}
	if copies, ok := shipped.Eject(Name{Folder: "one"}); !ok || len(copies) != 2 {
		t.Errorf("a platform: %d files", len(copies))
	}
	for _, name := range []string{"three", "one#nothing", "one/nothing", "shared#labels_without_platform", "shared#size"} {
		if _, ok := shipped.Eject(ParseName(name)); ok {
			t.Errorf("%s can be ejected", name)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	old := strings.Repeat("0", 64)
	team := folder("team",
		"one/main.tf.tmpl", Record{ParseName("one/main.tf"), Sum(mainNow)}.Comment()+"\n"+mainNow+"# ours\n",
		"one/outputs.tf.tmpl", "",
		"one/more.tf.tmpl", "locals {\n  a = {{template \"helper\" .}}\n}\n{{define \"helper\"}}1{{end}}",
		"one/none.tf.tmpl", "{{/* nothing */}}",
		"one/size.tmpl", "{{/* dativo-gen: base one#size sha256:"+old+" */}}\n{{define \"size\"}}{{end}}{{define \"sise\"}}{{end}}",
		"one/gone.tmpl", "{{/* dativo-gen: base one#gone sha256:"+old+" */}}\n{{define \"gone\"}}{{end}}",
		"one/log.tmpl", "{{define \"log\"}}# first\n{{template \"log_section\" .}}{{end}}",
		"shared/outputs.tmpl", "{{define \"extra_outputs\"}}# ours{{end}}",
		"two/labels.tmpl", "{{define \"labels\"}}{ a = 1 }{{end}}",
	)
	upper := folder("upper", "one/more.tf.tmpl", "locals {\n  a = {{template \"helper\" .}}\n}\n")
	sets, shipped := read(t, mainNow, upper, team)
	var got []string
	for _, o := range Find("team", sets, shipped) {
		got = append(got, strings.TrimSpace(string(o.State)+" "+o.Name.String()+" "+o.Path+" "+o.Why))
	}
	want := []string{
		"unused one#gone one/gone.tmpl no template calls it",
		"current one#log one/log.tmpl calls log_section",
		"current one/main.tf.tmpl one/main.tf.tmpl",
		"unused one/more.tf.tmpl one/more.tf.tmpl overridden by upper",
		"unused one/none.tf.tmpl one/none.tf.tmpl nothing to remove",
		"current one/outputs.tf.tmpl one/outputs.tf.tmpl removes outputs.tf",
		"unused one#sise one/size.tmpl no template calls it",
		"outdated one#size one/size.tmpl",
		"current shared#extra_outputs shared/outputs.tmpl",
		"unrecorded two#labels two/labels.tmpl",
	}
	for _, line := range missing(want, got) {
		t.Errorf("not found: %s", line)
	}
	for _, line := range missing(got, want) {
		t.Errorf("unexpected: %s", line)
	}
}

func missing(from, in []string) []string {
	var list []string
	for _, line := range from {
		if !strings.Contains("\n"+strings.Join(in, "\n")+"\n", "\n"+line+"\n") {
			list = append(list, line)
		}
	}
	return list
}

// TestUpgrade merges a file with two blocks and an ejected file, and finds
// everything current afterwards.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	const oldSize, oldLog = "\nlocals {\n  cpu = 0\n}\n", "\nlocals {\n}\n"
	oldMain := strings.Replace(mainNow, "name = 1", "name = 0", 1)
	blocks := Record{ParseName("one#log"), Sum(oldLog)}.Comment() + "\r\n" +
		Record{ParseName("one#size"), Sum(oldSize)}.Comment() + "\r\n" +
		"{{define \"log\"}}\nlocals {\n}\n# ours\n{{end}}\n{{define \"size\" -}}\n# ours\nlocals {\n  cpu = 0\n}\n{{- end}}\n"
	main := Record{ParseName("one/main.tf"), Sum(oldMain)}.Comment() + "\n# ours\n" + oldMain
	kept := map[string]string{Sum(oldSize): oldSize, Sum(oldLog): oldLog, Sum(oldMain): strings.ReplaceAll(oldMain, "\n", "\r\n")}
	baseOf := func(sum string) (string, error) {
		text, ok := kept[sum]
		if !ok {
			return "", errors.New("lost")
		}
		return text, nil
	}
	for path, test := range map[string]struct{ text, want string }{
		"one/blocks.tmpl": {"\ufeff" + blocks, "{{define \"log\"}}\nlocals {\n  log = \"one\"\n}\n# ours\n{{end}}\n" +
			"{{define \"size\" -}}\n# ours\nlocals {\n  cpu = 1\n}\n{{- end}}\n"},
		"one/main.tf.tmpl": {main, "# ours\n" + mainNow},
	} {
		sets, shipped := read(t, mainNow, folder("team", path, test.text))
		found := Find("team", sets, shipped)
		for _, o := range found {
			if o.State != Outdated {
				t.Errorf("%s: %s is %s before", path, o.Name, o.State)
			}
		}
		up, err := Upgrade(test.text, found, baseOf)
		if err != nil || up.Conflicts > 0 || !strings.HasSuffix(up.Text, test.want) {
			t.Fatalf("%s: %v, %d conflicts, got\n%s\nwant\n%s", path, err, up.Conflicts, up.Text, test.want)
		}
		sets, shipped = read(t, mainNow, folder("team", path, up.Text))
		for _, o := range Find("team", sets, shipped) {
			if o.State != Current || up.Bases[o.Record.Sum] != o.Base {
				t.Errorf("%s: %s is %s after", path, o.Name, o.State)
			}
		}
	}
}

func TestUpgradeConflict(t *testing.T) {
	t.Parallel()
	text := Record{ParseName("two#labels"), Sum("0")}.Comment() + "\n{{define \"labels\"}}1{{end}}\n"
	sets, shipped := read(t, mainNow, folder("team", "two/labels.tmpl", text))
	found := Find("team", sets, shipped)
	up, err := Upgrade(text, found, func(string) (string, error) { return "0", nil })
	want := "{{define \"labels\"}}\n<<<<<<< yours\n1\n||||||| shipped then\n0\n=======\n{}\n>>>>>>> shipped now\n{{end}}\n"
	if err != nil || up.Conflicts != 1 || !strings.HasSuffix(up.Text, want) {
		t.Errorf("%v, %d conflicts, got\n%s\nwant\n%s", err, up.Conflicts, up.Text, want)
	}
	if _, err := Upgrade(text, found, func(string) (string, error) { return "edited", nil }); err == nil {
		t.Error("an edited base is accepted")
	}
	if _, err := Upgrade(text, found, func(string) (string, error) { return "", errors.New("lost") }); err == nil {
		t.Error("a missing base is accepted")
	}
}

func TestAccept(t *testing.T) {
	t.Parallel()
	text := "# ours\n{{/* dativo-gen: base one/main.tf.tmpl sha256:" + strings.Repeat("0", 64) + " */ -}}\nlocals {}\n"
	for path, text := range map[string]string{"one/main.tf.tmpl": text, "two/labels.tmpl": "{{define \"labels\"}}1{{end}}\n"} {
		sets, shipped := read(t, mainNow, folder("team", path, text))
		up := Accept(text, Find("team", sets, shipped))
		sets, shipped = read(t, mainNow, folder("team", path, up.Text))
		found := Find("team", sets, shipped)
		if len(found) != 1 || found[0].State != Current {
			t.Errorf("%s: %+v", path, found)
		}
		if path == "two/labels.tmpl" && !strings.HasSuffix(up.Text, text) {
			t.Errorf("%s: changes more than the record:\n%s", path, up.Text)
		}
	}
}
