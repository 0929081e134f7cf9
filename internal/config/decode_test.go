package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestDecodeAgreesWithTheLibrary shows that a document is decoded as the YAML
// library does it.
func TestDecodeAgreesWithTheLibrary(t *testing.T) {
	t.Parallel()
	decoded := 0
	for _, folder := range []string{"../../testdata/invalid", "../../examples"} {
		for path, text := range yamlFiles(t, folder) {
			doc, _ := document.Parse(path, text)
			if doc == nil || len(check(doc, committedSchema(t))) > 0 {
				continue
			}
			decoded++
			var ours, theirs model.Job
			if problems := doc.Decode(&ours); problems != nil {
				t.Errorf("%s: %v", path, problems)
			}
			if err := yaml.Unmarshal(text, &theirs); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if !reflect.DeepEqual(ours, theirs) {
				t.Errorf("%s: got\n%+v\nand the library has\n%+v", path, ours, theirs)
			}
		}
	}
	if decoded < 20 {
		t.Errorf("decoded only %d files", decoded)
	}
}

// TestLargeFilesTakeLinearTime gives files of about 1 MiB that are all one
// mapping, in which a search through all keys for each would take minutes.
func TestLargeFilesTakeLinearTime(t *testing.T) {
	t.Parallel()
	many := func(format string, n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, format, i)
		}
		return text.String()
	}
	environment := "infrastructure:\n  provider: aws\n  region: us-east-1\n  compute:\n    type: ecs\n    cluster_name: c\n    environment:\n"
	for name, text := range map[string]string{
		"environment":  validJob + environment + many("      KEY_%d: ${VALUE}\n", 30_000),
		"unknown keys": validJob + environment + "  network:\n" + many("    key_%d: a\n", 30_000),
		"list":         validJob + environment + "      A: a\n    args:\n" + many("      - a%d\n", 30_000),
	} {
		start := time.Now()
		load(t, &Loader{Vars: map[string]string{"VALUE": "x"}}, text)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: took %s", name, took)
		} else {
			t.Log(name, took)
		}
	}
}
