package hcl

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// hclTexts are seeds that take every path of the scanner and of the layout.
var hclTexts = []string{
	"",
	"\ufeffa = 1",
	"a = 1 # b",
	"/**/a = 1 /**/\nb = 2 #\n//\nc = 3\n",
	"a=1\r\nlong = 2 // c\r\n\r\n/* d\n\n*/ e = 3\n",
	"a {\nb=[\n1,\n  {c=1},\n]\n  d { e = 1 } # f\ng = 1 # h\n}\n",
	"a = [\n{\nb = 1 }, {\nc = 2 } ]\nd = ([[\n1]]\n)\n",
	"a = f( b , c ... )\nx = a . b [ 0 ] . * . c\ny = a::b :: c (1)\nz = a.*.b[*].c\n",
	"a = - 1 + - b * ( - c ) - d == - 1 && - 1 < - 2 || ! e ? - 1 : - 2\n",
	"a = b >= c != d <= e > - f % - g / - h\n",
	"a = [for x in [b] : x if x == [c]]\nd = { for k, v in e : k => v... }\n",
	"a = 1.5e+10 + 2E3 + 4e-1 + 5.6\nb = c.0.d\nd = e[-1]\n",
	"a = \"x ${ b } $${c} $d $$ %{ if e }f%{ else }g%{ endif } %%{h} \\\" \\\\ \\u00e9 i\"\n",
	"a = \"${~ b ~}%{~ if c ~}d%{~ endif ~}\"\n",
	"a = \"${ { b = { c = \"}\" } } }${[ d ]}\"\nlonger = \"${b}${c}\"\n",
	"a = \"${\n  b\n  + c\n}\"\nd = 1\n",
	"a = <<EOT\nx ${ b } $ % $${c}\n EOTx\n\nEOT\nb = <<-EOT\n  ${ f( <<E2\n y\n E2\n) }EOT\n  $\n  EOT  \nlonger = 1\n",
	"a = <<EOT\nEOT\nb = [<<EOT\nx\n  EOT\n, 1]\n",
	"zZaA = 1e5\nZ_9-z = a0.A9\n",
	"é = \"👍🏽e\u0301\"\nlonger = \"ü\" # c\nx = 1 # d\n/* é\n */ y = 1 # e\n",
	"é_id-x \"ö\" { a = 1 }\n",
	"variable x {\n type = \"list\"\n}\nresource a  \"b\"  c {}\n",
	"a \"b\" {\n}\nc {}\nd { }\n",
	"a = {}\nb = { }\nc = []\nd = [ ]\ne = f( )\n",
	"a = {\n  # b\n  c = 1 # d\n  eee = 2 /* f */\n  \"g\" : 3,\n  (h) = 4 // i\n}\n",
	"a = b ? c : d\ne = ! f\ng = {b=1}[\"b\"]\nh = (i)[0]\nj = \"k\"[0]\n",
}

// modules are the texts of the golden modules.
func modules(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob("../../testdata/golden/*/*.tf")
	if err != nil || len(files) < 50 {
		tb.Fatalf("%d files, %v", len(files), err)
	}
	var texts []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

// scramble takes the layout of a text away, as far as that leaves its meaning.
func scramble(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.ContainsAny(line, "\"#<") {
			line = "\t " + strings.Join(strings.Fields(line), "  ") + "   \n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// checkScan compares the scanner with that of hclsyntax, whose tokens of
// neighboring literal texts are joined.
func checkScan(t *testing.T, src string) {
	t.Helper()
	var want []string
	native, _ := hclsyntax.LexConfig([]byte(src), "", hcl2.InitialPos)
	last := hclsyntax.TokenNil
	for _, token := range native {
		literal := token.Type == hclsyntax.TokenQuotedLit || token.Type == hclsyntax.TokenStringLit
		if text := fmt.Sprintf("%q", token.Bytes); literal && token.Type == last {
			want[len(want)-1] = strings.TrimSuffix(want[len(want)-1], `"`) + text[1:]
		} else if token.Type != hclsyntax.TokenEOF {
			want = append(want, token.Type.String()+" "+text)
		}
		last = token.Type
	}
	var got []string
	for _, token := range scan([]byte(src)) {
		got = append(got, fmt.Sprintf("%s %q", token.kind, token.text))
	}
	sameLines(t, src, got, want)
}

// sameLines reports the first line in which two results differ.
func sameLines(t *testing.T, src string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("%.200q: differs at %d: got\n%q\nwant\n%q", src, i, got[i:min(i+2, len(got))], want[i:min(i+2, len(want))])
		}
	}
}

// checkLayOut compares the layout with that of hclwrite.
func checkLayOut(t *testing.T, src string) {
	t.Helper()
	got, want := string(layOut(scan([]byte(src)))), string(hclwrite.Format([]byte(src)))
	got, want = strings.TrimRight(got, " "), strings.TrimRight(want, " ") // hclwrite keeps spaces at the end of the file
	sameLines(t, src, strings.Split(got, "\n"), strings.Split(want, "\n"))
}

func TestLayOutAsHCLWrite(t *testing.T) {
	t.Parallel()
	for _, src := range hclTexts {
		if _, problems := Parse([]byte(src)); len(problems) > 0 {
			t.Errorf("%q is not HCL: %v", src, problems)
		}
		checkScan(t, src)
		checkLayOut(t, src)
	}
}

func TestLayOutOfModules(t *testing.T) {
	t.Parallel()
	for _, text := range modules(t) {
		for _, src := range []string{text, scramble(text)} {
			checkScan(t, src)
			checkLayOut(t, src)
		}
	}
}

// TestScanOfInvalid checks that the scanner ends on text that is cut off anywhere.
func TestScanOfInvalid(t *testing.T) {
	t.Parallel()
	for _, src := range append([]string{"a = 1e", "a = 1e+", "a = \"$$", "a = <<EOT\n$$", "a = \"\\"}, hclTexts...) {
		for end := range len(src) {
			tokens := scan([]byte(src[:end]))
			length := 0
			for _, token := range tokens {
				length += len(token.text)
			}
			if length > end {
				t.Errorf("%q: tokens of %d bytes from %d", src[:end], length, end)
			}
		}
	}
}

// FuzzLayOut compares scanner and layout with those of the HCL library, for
// whatever that parses.
func FuzzLayOut(f *testing.F) {
	for _, src := range hclTexts {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		// hclsyntax takes some broken UTF-8 for the start of an identifier.
		if _, problems := parse([]byte(src)); len(problems) > 0 || !utf8.ValidString(src) {
			scan([]byte(src)) // must end, whatever it finds
			return
		}
		checkScan(t, src)
		checkLayOut(t, src)
	})
}

// BenchmarkFinish is what the files of one module cost.
func BenchmarkFinish(b *testing.B) {
	files, _ := filepath.Glob("../../testdata/golden/aws_ecs/*.tf")
	var texts [][]byte
	var size int64
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, text)
		size += int64(len(text))
	}
	b.SetBytes(size)
	for b.Loop() {
		for _, text := range texts {
			if got, problems := Finish(text); len(problems) > 0 || !bytes.Equal(got.Data, text) {
				b.Fatal("a golden file is not formatted")
			}
		}
	}
}
