package main

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wordedRooms are the packages whose comments, messages and help are held
// against the list of unclear wording, tests included.
var wordedRooms = []string{"cmd/dativo-gen", "internal/fleet", "internal/overrides", "internal/parallel"}

// TestWordsInCode holds comments and texts in Go against the list of unclear
// wording.
func TestWordsInCode(t *testing.T) {
	t.Parallel()
	c := newWordCheck()
	for _, room := range wordedRooms {
		for _, path := range globFiles(t, filepath.Join(root, room, "*.go")) {
			if strings.HasSuffix(path, "words_test.go") {
				continue // the list itself
			}
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			eachText(path, source, func(line int, text string) { c.text(t, path, line, text) })
		}
	}
}

// eachText calls do for every comment and string of a Go file, and for comments
// on adjacent lines as one text.
func eachText(path string, source []byte, do func(line int, text string)) {
	files := token.NewFileSet()
	file := files.AddFile(path, files.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, scanner.ScanComments)
	comment, first, last := "", 0, 0
	flush := func() {
		if comment != "" {
			do(first, comment)
		}
		comment = ""
	}
	for {
		pos, kind, text := s.Scan()
		line := file.Line(pos)
		switch {
		case kind == token.EOF:
			flush()
			return
		case kind == token.COMMENT && comment != "" && line == last+1:
			comment, last = comment+"\n"+text, line
		case kind == token.COMMENT:
			flush()
			comment, first, last = text, line, line
		case kind == token.STRING:
			flush()
			do(line, text)
		}
	}
}
