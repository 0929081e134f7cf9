package main

import (
	"go/scanner"
	"go/token"
)

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
