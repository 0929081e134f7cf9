package render

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/Masterminds/sprig/v3"
)

// TestFunctions holds the functions that templates may rely on. A change to the
// file is a change of what overrides can do.
func TestFunctions(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/functions.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(Functions(), "\n") + "\n"; got != string(want) {
		t.Errorf("the functions differ from testdata/functions.golden; they are now\n%s", got)
	}
}

func TestFunctionMap(t *testing.T) {
	t.Parallel()
	functions := functionMap()
	for _, name := range Functions() {
		if v := reflect.ValueOf(functions[name]); functions[name] != nil && v.Kind() != reflect.Func {
			t.Errorf("%s is a %s", name, v.Kind())
		}
	}
	all := sprig.GenericFuncMap()
	for _, name := range sprigNames() {
		if all[name] == nil {
			t.Errorf("sprig has no function %s", name)
		}
	}
	// What would make two runs differ, reach out of the program, or change data.
	callable := Functions()
	for _, name := range []string{
		"env", "expandenv", "now", "date", "ago", "unixEpoch", "uuidv4", "randAlpha", "randInt", "shuffle", "getHostByName",
		"genPrivateKey", "genCA", "bcrypt", "htpasswd", "derivePassword", "encryptAES", "sha256sum", "keys", "values", "pick", "omit",
		"set", "unset", "merge", "mergeOverwrite", "osBase", "until", "repeat", "seq", "html", "js", "urlquery", "call", "hello",
	} {
		if slices.Contains(callable, name) {
			t.Errorf("templates can call %s", name)
		}
	}
}

func TestFunctionResults(t *testing.T) {
	t.Parallel()
	data := map[string]any{"L": []string{"b", "a"}, "M": map[string]any{"z": 1, "y": nil}, "S": "Some Text"}
	tests := []struct{ action, want string }{
		{`sortAlpha .L`, `["a", "b"]`},
		{`index .L 0`, `"b"`}, // sorting has changed nothing
		{`sortAlpha (list 2 1)`, `["1", "2"]`},
		{`.L | join ","`, `"b,a"`},
		{`.S | lower | replace " " "-"`, `"some-text"`},
		{`.M`, `{ y = null, z = 1 }`},
		{`default 3 .M.y`, `3`},
		{`ternary "x" "y" (empty .L)`, `"y"`},
		{`printf "%s-%03d %%p" .S 7`, `"Some Text-007 %p"`},
		{`print 1 2 "a"`, `"1 2a"`},
		{`println "a"`, `"a\n"`},
		{`dict "a" 1 "b" (list 1 2)`, `{ a = 1, b = [1, 2] }`},
		{`slice .S 0 4`, `"Some"`},
		{`len .L`, `2`},
		{`and true (not false)`, `true`},
		{`add 1 2 | mul 2`, `6`},
		{`regexReplaceAll "[A-Z]" .S "x"`, `"xome xext"`},
		{`first .L`, `"b"`},
		{`"${x}"`, `"$${x}"`},
	}
	for _, tt := range tests {
		t.Run(tt.action, func(t *testing.T) {
			t.Parallel()
			got := mustRender(t, mustParse(t, base("a = {{"+tt.action+"}}\n")), data, nil)["main.tf"]
			if got != "a = "+tt.want+"\n" {
				t.Errorf("got %swant a = %s", got, tt.want)
			}
		})
	}
}

func TestPrintsAddress(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]bool{
		"": false, "%": false, "%%": false, "%%p": false, "%d %s": false, "100%": false, "p%%p": false,
		"%p": true, "%d%p": true, "%%%p": true, "%+#p": true, "%[1]p": true, "%-10.3p": true, "%*p": true,
	} {
		if got := printsAddress(format); got != want {
			t.Errorf("%q: got %v", format, got)
		}
	}
}
