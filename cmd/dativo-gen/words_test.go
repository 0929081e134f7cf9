package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
		"version is None":     "the constant",
		"beside/asset.yaml":   "a fixture",
		"repetition operator": "a message of the regexp package",
	}
}

// wordCheck finds unclear wording and remembers which exceptions it used.
type wordCheck struct {
	// any matches every wording; group i is that of instead[i-1].
	any     *regexp.Regexp
	instead []string
	used    map[string]bool
}

func newWordCheck() *wordCheck {
	c := &wordCheck{used: map[string]bool{}}
	var groups []string
	for _, w := range unclear() {
		groups = append(groups, "("+strings.ReplaceAll(w.pattern, " ", `[\s/#*]+`)+")")
		c.instead = append(c.instead, w.instead)
	}
	c.any = regexp.MustCompile(`(?i)\b(?:` + strings.Join(groups, "|") + `)\b`)
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
	for _, at := range c.any.FindAllStringSubmatchIndex(text, -1) {
		match, before := text[at[0]:at[1]], text[:at[0]]
		if fineBefore.MatchString(before) || fineAfter.MatchString(match) || c.accepts(text, at[:2]) {
			continue
		}
		for i, instead := range c.instead {
			if at[2*i+2] >= 0 {
				t.Errorf("%s:%d: %q: write %s", path, line+strings.Count(before, "\n"), match, instead)
			}
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

// TestWords holds everything that people read against the list of unclear
// wording: docs, templates, examples, schemas, messages, and comments in Go.
func TestWords(t *testing.T) {
	t.Parallel()
	c := newWordCheck()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if err == nil && slices.Contains([]string{".git", "bin", "terraform"}, entry.Name()) {
				return fs.SkipDir
			}
			return err
		}
		read := worded(path)
		if read == nil || entry.Name() == "words_test.go" {
			return nil // the list itself
		}
		data, err := os.ReadFile(path)
		if err == nil {
			read(path, data, func(line int, text string) { c.text(t, path, line, text) })
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for phrase, reason := range accepted() {
		if !c.used[phrase] {
			t.Errorf("%q is accepted (%s) but never used", phrase, reason)
		}
	}
}

// worded returns how to read the texts of a file, or nil for one that is not
// checked: golden modules repeat the templates, and the inputs of tests are not
// ours to write well.
func worded(path string) func(path string, data []byte, do func(line int, text string)) {
	whole := func(_ string, data []byte, do func(line int, text string)) { do(1, string(data)) }
	inputs := strings.Contains(filepath.ToSlash(path), "/testdata/")
	switch filepath.Ext(path) {
	case ".go":
		return eachText
	case ".out", ".stderr":
		return whole
	case "", ".json", ".md", ".sh", ".tmpl", ".txt", ".yaml", ".yml":
		if !inputs {
			return whole
		}
	}
	return nil
}
