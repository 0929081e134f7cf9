package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// checkBytes reports bytes that no YAML file may hold. From YAML 1.2.2,
// section 5.1.
func checkBytes(data []byte) *diag.Diagnostic {
	report := func(offset int, code, message, hint string) *diag.Diagnostic {
		line := 1 + bytes.Count(data[:offset], []byte("\n"))
		start := 1 + bytes.LastIndexByte(data[:offset], '\n')
		return &diag.Diagnostic{Code: code, Message: message, Hint: hint,
			Pos: diag.Pos{Line: line, Col: 1 + utf8.RuneCount(data[start:offset])}}
	}
	if len(data) > MaxSize {
		return &diag.Diagnostic{Code: "size", Message: "the file is larger than the maximum of 1 MiB"}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return report(0, "utf-8", "invalid encoding: UTF-16", "save the file as UTF-8")
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return report(i, "utf-8", "invalid encoding: not UTF-8", "save the file as UTF-8")
		case r == 0:
			return report(i, "control-character", "invalid character NUL: not a text file", "if it is UTF-16, save it as UTF-8")
		case !printable(r), r == '\ufeff' && i > 0:
			return report(i, "control-character", fmt.Sprintf("invalid character %U: not allowed in YAML", r),
				"remove it, or write it as an escape in double quotes")
		}
		i += size
	}
	return nil
}

// printable reports whether YAML allows a character.
func printable(r rune) bool {
	switch r {
	case '\t', '\n', '\r', 0x85:
		return true
	}
	return r >= 0x20 && r < 0x7f || r >= 0xa0 && r != 0xfffe && r != 0xffff
}

// CheckNUL reports NUL characters, which a double-quoted scalar can contain and
// which end a string in C.
func (d *Document) CheckNUL() diag.List {
	var problems diag.List
	d.Root.Walk("", func(node *Node, path string, _ bool) {
		if strings.ContainsRune(node.Text, 0) {
			problems.Errorf("nul", path, "contains a NUL character").Pos = node.Pos
		}
	})
	return problems
}

// CheckNFC reports the text below some paths that is not in Unicode's composed
// normal form, keys included. Terraform normalizes every string to that form:
// what arrives would not be what was written.
func (d *Document) CheckNFC(paths []string) diag.List {
	var problems diag.List
	d.Root.Walk("", func(node *Node, path string, _ bool) {
		isBelow := func(outer string) bool { return diag.Within(path, outer) }
		if !norm.NFC.IsNormalString(node.Text) && slices.ContainsFunc(paths, isBelow) {
			problems.Errorf("not-composed", path, "contains decomposed Unicode (NFD); Terraform normalizes strings to NFC").
				Hintf("write it in composed form (NFC)").Pos = node.Pos
		}
	})
	return problems
}
