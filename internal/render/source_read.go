package render

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/merge"
)

// maxTemplate is the size of a template file, in bytes, above which it can only
// be a mistake.
const maxTemplate = 1 << 20

// readFile reads one template.
func (r *layerReader) readFile(i int, name string) {
	data, err := readTemplate(r.layers[i].FS, name)
	if err != nil {
		r.errorf("template-read", r.at(i, name), "cannot read the template: %v", diag.Cause(err))
		return
	}
	s := &source{layer: i, layerName: r.layers[i].Name, path: name, text: plainText(data)}
	if at := invalidUTF8(s.text); at >= 0 {
		r.errorf("template-read", s.pos(at), "invalid UTF-8 in the template")
		return
	}
	if line := merge.Conflict(s.text); line > 0 {
		pos := s.posOfFile()
		pos.Line = line
		r.errorf("template-conflict", pos, "unresolved merge conflict").
			Hintf("resolve the text between <<<<<<< and >>>>>>>, then remove the markers")
		return
	}
	if r.checkName(s) {
		r.sources = append(r.sources, s)
	}
}

// readTemplate reads a regular file of at most maxTemplate bytes.
func readTemplate(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file")
	case info.Size() > maxTemplate:
		return nil, errors.New("larger than 1 MiB")
	}
	return fs.ReadFile(fsys, name)
}

// plainText drops the byte order mark and the carriage returns that editors
// add: the template does not need them, and Terraform files have none.
func plainText(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.Contains(data, []byte("\r\n")) {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	return string(data)
}

// invalidUTF8 is the offset of the first byte that is not valid UTF-8, or -1.
func invalidUTF8(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			return i
		}
	}
	return -1
}

// checkName refuses files that a module must not get from templates.
func (r *layerReader) checkName(s *source) bool {
	name, pos := s.output(), s.posOfFile()
	switch base := s.base(); {
	case s.shared() && renders(base):
		r.errorf("template-name", pos, "a shared template cannot render to a file").
			Hintf("move it to a platform folder, or rename it to %s.tmpl", strings.TrimSuffix(base, path.Ext(base)))
	case name == "":
		return true
	case s.isPage():
		if portableName(strings.Map(lowerASCII, name)) {
			return true
		}
		r.errorf("template-name", pos, "invalid page name %q", name).
			Hintf("use letters, digits, '_' and '-' before .md.tmpl")
	case !portableName(name):
		r.errorf("template-name", pos, "invalid Terraform file name %q", name).
			Hintf("use lower-case letters, digits, '_' and '-' before .tf.tmpl")
	case strings.HasPrefix(name, "custom_") || name == "override.tf" || strings.HasSuffix(name, "_override.tf"):
		r.errorf("template-name", pos, "%s is reserved for users of the module", name).
			Hintf("custom_*.tf and *_override.tf are never generated; choose another name")
	default:
		return true
	}
	return false
}

// portableName reports whether a name is one file in the module on every
// system: some file systems ignore case, some treat more characters as path
// separators.
func portableName(name string) bool {
	base := strings.TrimSuffix(name, path.Ext(name))
	for _, r := range base {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			return false
		}
	}
	return base != "" && base[0] != '-'
}

// lowerASCII lowers the letters of ASCII alone: others, such as the Kelvin sign,
// would become letters that a portable name may have.
func lowerASCII(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}
