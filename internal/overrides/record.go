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

// Record says what an override was made from. It stands in the override's file,
// in a template comment, where it survives copying and moving.
type Record struct {
	Name Name
	// Sum is that of the text at the time: see Sum.
	Sum string
}

// recordForm is how a record is written; the comment may trim white space.
var recordForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{\{(?:- )?/\* dativo-gen: base (\S+) sha256:([0-9a-f]{64}) \*/(?: -)?\}\}`)
})

// Comment is the record as it stands in a file, without leaving a trace in what
// is rendered.
func (r Record) Comment() string {
	return fmt.Sprintf("{{/* dativo-gen: base %s sha256:%s */ -}}", r.Name, r.Sum)
}

// Sum identifies a text: the SHA-256 of its bytes in hexadecimal digits, line
// ends taken as line feeds.
func Sum(text string) string {
	sum := sha256.Sum256([]byte(plain(text)))
	return hex.EncodeToString(sum[:])
}

// plain is a text as templates are read: line ends are line feeds, and a byte
// order mark is not part of it.
func plain(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
}

// BasePath is where a team's folder keeps the text that an override was made
// from. Layers leave out hidden folders.
func BasePath(sum string) string { return path.Join(".dativo-gen", "base", sum+".tmpl") }

// records lists the records of a file by name.
func records(text string) map[Name]Record {
	found := map[Name]Record{}
	for _, match := range recordForm().FindAllStringSubmatch(text, -1) {
		name := ParseName(match[1])
		found[name] = Record{Name: name, Sum: match[2]}
	}
	return found
}

// rerecord sets the sums of records that stand in a text.
func rerecord(text string, sums map[Name]string) string {
	return recordForm().ReplaceAllStringFunc(text, func(comment string) string {
		match := recordForm().FindStringSubmatch(comment)
		sum, ok := sums[ParseName(match[1])]
		if !ok {
			return comment
		}
		return strings.Replace(comment, match[2], sum, 1)
	})
}

// cutRecord takes the record of a whole file out of it, with its line.
func cutRecord(text string, name Name) string {
	for _, at := range recordForm().FindAllStringSubmatchIndex(text, -1) {
		if ParseName(text[at[2]:at[3]]) == name {
			return text[:at[0]] + strings.TrimPrefix(text[at[1]:], "\n")
		}
	}
	return text
}
