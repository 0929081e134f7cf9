package diag

import (
	"slices"
	"strings"
	"testing"
)

func TestSorted(t *testing.T) {
	t.Parallel()
	at := func(file string, line, col int, path, message string) Diagnostic {
		return Diagnostic{Pos: Pos{file, line, col}, Path: path, Message: message}
	}
	list := List{
		at("b.yaml", 1, 1, "", "x"),
		at("a.yaml", 10, 1, "", "x"),
		at("a.yaml", 2, 1, "p", "x"),
		at("a.yaml", 2, 1, "o", "y"),
		at("a.yaml", 2, 1, "o", "x"),
		at("a.yaml", 2, 1, "o", "x"),
		{Code: "other", Pos: Pos{"a.yaml", 2, 1}, Path: "o", Message: "x"},
		{Severity: Warning, Pos: Pos{"a.yaml", 2, 1}, Path: "o", Message: "x"},
		at("", 0, 0, "", "x"),
	}
	var got []string
	for _, d := range list.Sorted() {
		got = append(got, d.String())
	}
	want := []string{
		"x",
		"a.yaml:2:1: o: x",
		"a.yaml:2:1: o: y",
		"a.yaml:2:1: warning: o: x",
		"a.yaml:2:1: p: x",
		"a.yaml:10:1: x",
		"b.yaml:1:1: x",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s", strings.Join(got, "\n  "))
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	var list List
	list.Warnf("w", "a", "%d things", 2).Hintf("take %s", "one")
	if list.HasErrors() {
		t.Error("a warning is an error")
	}
	strict := list.Strict()
	if !strict.HasErrors() || list[0].Severity != Warning {
		t.Errorf("strict: %v, before: %v", strict, list)
	}
	list.Errorf("e", "b", "wrong")
	if !list.HasErrors() || len(list) != 2 || list[0].Hint != "take one" {
		t.Errorf("%+v", list)
	}
}

func TestSeverities(t *testing.T) {
	t.Parallel()
	list := List{{Message: "e"}, {Severity: Warning, Message: "w"}, {Severity: Note, Message: "n"}}
	lines := func(list List) string {
		var all []string
		for _, d := range list {
			all = append(all, d.String())
		}
		return strings.Join(all, ", ")
	}
	for _, test := range []struct {
		name string
		list List
		want string
	}{
		{"all", list.Sorted(), "e, warning: w, note: n"},
		{"strict does not change notes", list.Strict(), "e, w, note: n"},
		{"at least an error", list.AtLeast(Error), "e"},
		{"at least a warning", list.AtLeast(Warning), "e, warning: w"},
		{"at least a note", list.AtLeast(Note), "e, warning: w, note: n"},
	} {
		if got := lines(test.list); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	if list[1:].HasErrors() {
		t.Error("warnings and notes are errors")
	}
	if got := Severity(7).String(); got != "severity(7)" {
		t.Error(got)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	d := Diagnostic{Severity: Warning, Code: "a", Pos: Pos{"f", 1, 2}, Path: "p", Message: "m", Hint: "h"}
	same := d
	same.Code, same.Related = "b", []Related{{Pos: Pos{"g", 1, 1}, Message: "the other"}}
	if d.Identity() != same.Identity() {
		t.Error("code and related positions must not be part of the identity")
	}
	for name, change := range map[string]func(*Diagnostic){
		"severity": func(d *Diagnostic) { d.Severity = Error },
		"position": func(d *Diagnostic) { d.Pos.Col++ },
		"path":     func(d *Diagnostic) { d.Path = "q" },
		"message":  func(d *Diagnostic) { d.Message = "n" },
		"hint":     func(d *Diagnostic) { d.Hint = "" },
		"private":  func(d *Diagnostic) { d.Private = true },
	} {
		other := d
		change(&other)
		if other.Identity() == d.Identity() || len(List{d, other}.Sorted()) != 2 {
			t.Errorf("another %s is not another problem", name)
		}
	}
}

// TestShorten checks the limits: 400 characters are printed whole, of more the
// first and last 150.
func TestShorten(t *testing.T) {
	t.Parallel()
	var list List
	long := strings.Repeat("a", 200) + strings.Repeat("b", 200)
	if got := list.Errorf("c", "", "%s", long).Message; got != long {
		t.Errorf("400 characters become %q", got)
	}
	want := strings.Repeat("a", 150) + "..." + strings.Repeat("b", 149) + "c"
	if got := list.Errorf("c", "", "%sc", long).Message; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLongTextIsShortened(t *testing.T) {
	t.Parallel()
	var list List
	long := strings.Repeat("é", 1<<20)
	d := list.Errorf("e", long, "%q is wrong", long)
	d.Hintf("not %s", long)
	for _, text := range []string{d.Message, d.Hint, d.String()} {
		if len(text) > 2000 {
			t.Errorf("%d bytes long", len(text))
		}
	}
	if !strings.HasPrefix(d.Message, `"éé`) || !strings.HasSuffix(d.Message, `é" is wrong`) {
		t.Errorf("got %s", d.Message)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, key, want string }{
		{"", "a", "a"}, {"a", "b_c-D0$", "a.b_c-D0$"}, {"", "azAZ09", "azAZ09"}, {"", "a`b", "[\"a`b\"]"}, {"", "a{b", `["a{b"]`},
		{"", "a@b", `["a@b"]`}, {"", "a[b", `["a[b"]`}, {"", "a/b", `["a/b"]`}, {"", "a:b", `["a:b"]`},
		{"a", "b.c", `a["b.c"]`}, {"", "", `[""]`}, {"a", "é", `a["é"]`}, {"a", "x\ny", `a["x\ny"]`}, {"a", `"`, `a["\""]`},
	} {
		if got := KeyPath(test.path, test.key); got != test.want {
			t.Errorf("%q, %q: got %s, want %s", test.path, test.key, got, test.want)
		}
	}
	if got := ItemPath("a.b", 3); got != "a.b[3]" {
		t.Error(got)
	}
	for _, test := range []struct {
		path, outer string
		want        bool
	}{{"a.b", "a.b", true}, {"a.b.c", "a.b", true}, {"a.b[0]", "a.b", true}, {"a.bc", "a.b", false}, {"a", "a.b", false}} {
		if got := Within(test.path, test.outer); got != test.want {
			t.Errorf("%q in %q: got %t", test.path, test.outer, got)
		}
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	keys := []string{"task_cpu", "task_memory", "cluster_name", "cluster_location", "environment", "timeout_seconds", "image", "subnets",
		"us-east-1", "us-west-1", "Europe/Berlin"}
	for word, want := range map[string]string{
		"imaeg": "image", "IMAGE": "image", "img": "", "image_uri": "image",
		"task_cpus": "task_cpu", "cpu": "task_cpu", "memory": "task_memory", "timeout": "timeout_seconds", "env": "environment",
		"cluster": "", // two candidates are equally likely
		"subnet":  "subnets", "subnet_ids": "subnets",
		"us-esat-1": "us-east-1", "us-east-1a": "us-east-1", "us-st-1": "us-east-1",
		"Berlin": "Europe/Berlin", "europe/berln": "Europe/Berlin",
		"": "", "x": "", "zzz": "", "ta": "", strings.Repeat("image", 1000): "",
	} {
		if got := Suggest(word, keys); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]string{
		"abcdxy": "abcdef", "abcxyz": "", "abcdefgyz": "abcdefghi", "abcdefxyz": "abcdef", "abcdwxyz": "",
	} {
		if got := Suggest(word, []string{"abcdef", "abcdefghi"}); got != want {
			t.Errorf("%q: got %q, want %q: at most a third of the word may differ", word, got, want)
		}
	}
	if got := Suggest("ab", []string{"ab_cdefghi"}); got != "" {
		t.Errorf("two letters must not be an abbreviation: %q", got)
	}
	if got := Suggest("abc", []string{"abc_defghi"}); got != "abc_defghi" {
		t.Errorf("three letters must be an abbreviation: %q", got)
	}
	near := strings.Repeat("a", 63) + "b"
	if got := Suggest(strings.Repeat("a", 64), []string{near}); got != near {
		t.Errorf("64 letters: %q", got)
	}
	if got := Suggest(strings.Repeat("a", 65), []string{near}); got != "" {
		t.Errorf("65 letters: %q", got)
	}
	if got := Suggest("a", nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"ab", "ba", 1}, {"abc", "acb", 1},
		{"kitten", "sitting", 3}, {"é", "e", 1}, {"ca", "abc", 3},
	} {
		if got := Distance(test.a, test.b); got != test.want {
			t.Errorf("%q, %q: got %d, want %d", test.a, test.b, got, test.want)
		}
		if got := Distance(test.b, test.a); got != test.want {
			t.Errorf("%q, %q: got %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

// TestQuote checks that only the middle of a long text is removed.
func TestQuote(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                      `""`,
		"a\"\n":                 `"a\"\n"`,
		strings.Repeat("é", 72): `"` + strings.Repeat("é", 72) + `"`,
		strings.Repeat("a", 40) + strings.Repeat("b", 33): `"` + strings.Repeat("a", 32) + "..." + strings.Repeat("b", 32) + `"`,
	} {
		if got := Quote(text); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestOrList(t *testing.T) {
	t.Parallel()
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := OrList(words); got != want {
			t.Errorf("%q: got %q", words, got)
		}
	}
}
