package overrides

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"
)

// Record identifies the shipped text that an override is based on. It is a
// template comment in the override's file, so it survives copying and moving.
type Record struct {
	Name Name
	// Sum is that of the shipped text: see Sum.
	Sum string
}

// recordForm matches a record; the comment may trim white space.
var recordForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{\{(?:- )?/\* dativo-gen: base (\S+) sha256:([0-9a-f]{64}) \*/(?: -)?\}\}`)
})

// Comment is the record as a template comment, which renders to nothing.
func (r Record) Comment() string {
	return fmt.Sprintf("{{/* dativo-gen: base %s sha256:%s */ -}}", r.Name, r.Sum)
}

// Sum identifies a text: the SHA-256 of its bytes in hexadecimal digits, with
// line endings normalized to line feeds.
func Sum(text string) string {
	sum := sha256.Sum256([]byte(plain(text)))
	return hex.EncodeToString(sum[:])
}

// plain normalizes a text as templates are read: line endings become line
// feeds, and a byte order mark is removed.
func plain(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
}

// BasePath is the file in a team's folder that keeps the base of an override.
// Layers ignore hidden folders.
func BasePath(sum string) string { return path.Join(".dativo-gen", "base", sum+".tmpl") }

// records lists the records of a file by name.
func records(text string) map[Name]Record {
	byName := map[Name]Record{}
	for _, match := range recordForm().FindAllStringSubmatch(text, -1) {
		name := ParseName(match[1])
		byName[name] = Record{Name: name, Sum: match[2]}
	}
	return byName
}

// updateRecords sets the sums of the records in a text.
func updateRecords(text string, sums map[Name]string) string {
	return recordForm().ReplaceAllStringFunc(text, func(comment string) string {
		match := recordForm().FindStringSubmatch(comment)
		sum, ok := sums[ParseName(match[1])]
		if !ok {
			return comment
		}
		return strings.Replace(comment, match[2], sum, 1)
	})
}

// cutRecord removes the record of a whole file, with its line.
func cutRecord(text string, name Name) string {
	for _, at := range recordForm().FindAllStringSubmatchIndex(text, -1) {
		if ParseName(text[at[2]:at[3]]) == name {
			return text[:at[0]] + strings.TrimPrefix(text[at[1]:], "\n")
		}
	}
	return text
}
