package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// wording is a phrase that readers have misunderstood, and what to write
// instead. In a pattern, a space matches any gap between two words, line breaks
// and comment markers included.
type wording struct {
	pattern string
	instead string
}

// unclear lists phrases that message, help, docs and comments avoid: everyday
// words in place of the field's terms, which readers neither understand at once
// nor find by searching, and British spellings next to the clouds' American.
func unclear() []wording {
	return []wording{
		{`stands?|standing|stood`, "is, exists, is defined in"},
		{`lies?|lain|lying`, "is, is in"},
		{`hears?|heard|hearing`, "is notified"},
		{`behind`, "after, following, outdated"},
		{`beside`, "next to, together with"},
		{`nobody|somebody|everybody|anybody`, "name who: users, other jobs, an administrator"},
		{`(?:is|are|was|were) none`, "is missing, is not one, without"},
		{`(?:is|are) no \w+`, "is not a, invalid"},
		{`lays? (?:\w+ )?over|laid over|laid beneath`, "override, merge into"},
		{`dead letters?`, "dead-letter queue"},
		{`repetitions?`, "retries"},
		{`anew`, "again, regenerate"},
		{`range of addresses|ranges of addresses`, "CIDR block"},
		{`pays? the bill|payer of the bill|those who pay|who pays`, "billing account, cost center"},
		{`(?:author|capital|categor|custom|emphas|final|general|initial|local|material|maxim|minim|normal|optim|organ|parameter|` +
			`recogn|sanit|serial|special|standard|summar|synchron|token|util|visual)is(?:e[ds]?|er|ers|ing|ations?)`, "-ize, as in American English"},
		{`(?:behavi|col|fav|flav|hon|lab|neighb)our\w*`, "-or, as in American English"},
		{`(?:cancel|label|model|signal|travel)l(?:ed|ing)`, "one l, as in American English"},
		{`analys(?:e[ds]?|ing)|artefacts?|catalogues?|centres?|defences?|grey|licences?|whilst|amongst`, "the American spelling"},
	}
}

// accepted lists phrases that match although they are right, each for a reason.
// A phrase that nothing matches any more fails the test.
func accepted() map[string]string {
	return map[string]string{
		"version is None": "the constant",
	}
}

// wordRule is a wording, compiled.
type wordRule struct {
	*regexp.Regexp
	instead string
}

// wordCheck finds unclear wording and remembers which exceptions it used.
type wordCheck struct {
	rules []wordRule
	used  map[string]bool
}

func newWordCheck() *wordCheck {
	c := &wordCheck{used: map[string]bool{}}
	for _, w := range unclear() {
		pattern := strings.ReplaceAll(w.pattern, " ", `[\s/#*]+`)
		c.rules = append(c.rules, wordRule{regexp.MustCompile(`(?i)\b(?:` + pattern + `)\b`), w.instead})
	}
	return c
}

// fineBefore and fineAfter end and begin the contexts in which "is no X" is
// plain English: "there is no default", "is no longer needed".
var (
	fineBefore = regexp.MustCompile(`(?i)\bthere[\s/#*]+$`)
	fineAfter  = regexp.MustCompile(`(?i)\bno[\s/#*]+(?:longer|more|less)$`)
)

// text reports the unclear wording in a text that begins in a line of a file.
func (c *wordCheck) text(t *testing.T, path string, line int, text string) {
	t.Helper()
	for _, rule := range c.rules {
		for _, at := range rule.FindAllStringIndex(text, -1) {
			match, before := text[at[0]:at[1]], text[:at[0]]
			if fineBefore.MatchString(before) || fineAfter.MatchString(match) || c.accepts(text, at) {
				continue
			}
			t.Errorf("%s:%d: %q: write %s", path, line+strings.Count(before, "\n"), match, rule.instead)
		}
	}
}

// accepts reports whether a match is part of an accepted phrase.
func (c *wordCheck) accepts(text string, at []int) bool {
	for phrase := range accepted() {
		for from := 0; ; {
			i := strings.Index(text[from:], phrase)
			if i < 0 {
				break
			}
			start := from + i
			if start <= at[0] && at[1] <= start+len(phrase) {
				c.used[phrase] = true
				return true
			}
			from = start + 1
		}
	}
	return false
}

// TestWords holds what users read against the list of unclear wording.
func TestWords(t *testing.T) {
	t.Parallel()
	c := newWordCheck()
	for _, pattern := range []string{
		"*.md", "docs/INFRASTRUCTURE_INTEGRATION.md", "docs/PLATFORM_TEAMS.md", "docs/configuration.md", "docs/project.md", "schemas/*", "internal/config/*.go", "internal/document/*.go", "Makefile", ".golangci.yml",
		"templates/*/*.tmpl", "examples/*.yaml", "examples/*/*.yaml", "examples/*/*/*/*.yaml",
	} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c.text(t, path, 1, fence.ReplaceAllStringFunc(string(data), blankLines))
		}
	}
	for phrase, reason := range accepted() {
		if !c.used[phrase] {
			t.Errorf("%q is accepted (%s) but never used", phrase, reason)
		}
	}
}

// blankLines empties a block and keeps its line count: the commands' output in
// it is held against the list where it is written.
func blankLines(block string) string { return strings.Repeat("\n", strings.Count(block, "\n")) }
