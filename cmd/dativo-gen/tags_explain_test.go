package main

import (
	"testing"

	"github.com/alecthomas/kong"
)

// TestExplainKey: the key of --explain is optional, and its position is free.
func TestExplainKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want explainKey
	}{
		{nil, explainKey{}},
		{[]string{"--explain"}, explainKey{asked: true}},
		{[]string{"--explain", "--strict"}, explainKey{asked: true}},
		{[]string{"--explain", "owner"}, explainKey{true, "owner"}},
		{[]string{"--explain=owner", "--strict"}, explainKey{true, "owner"}},
		{[]string{"--explain=--odd"}, explainKey{true, "--odd"}},
	}
	for _, test := range tests {
		var command tagsCommand
		parser, err := kong.New(&command, kong.Vars{"tag_formats": "table"}, kong.PostBuild(fillHelp))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(test.args); err != nil || command.Explain != test.want {
			t.Errorf("%q: %v, %+v", test.args, err, command.Explain)
		}
	}
}
