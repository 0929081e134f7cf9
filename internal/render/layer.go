package render

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/merge"
)

// Layer is a folder of templates:
//
//	shared/NAME.tmpl         definitions for all platforms
//	PLATFORM/NAME.tf.tmpl    renders to NAME.tf
//	PLATFORM/NAME.tmpl       definitions for one platform
//
// The last layer is the base, whose folders say which platforms there are. The
// others change it, the first before the second:
//
//   - NAME.tf.tmpl replaces the whole file of that path in the layers below, or
//     adds a file if they have none; one with nothing in it removes the file.
//   - {{define "block"}} in any template replaces that block. A define counts
//     before the default text of a {{block}}, in whatever layer that stands;
//     in one layer, a platform's define counts before a shared one.
//
// A file or define that changes nothing is an error.
type Layer struct {
	// Name stands before the path of a file in problems: a folder, so that
	// file and name together can be opened.
	Name string
	FS   fs.FS
}

// maxTemplate is the size of a template file, in bytes, that can only be a
// mistake.
const maxTemplate = 1 << 20

// reader gathers the sources of one platform from the layers.
type reader struct {
	layers    []Layer
	platforms []string
	sources   []*source
	problems  diag.List
}

// errorAt adds a problem with a template.
func errorAt(problems *diag.List, code string, pos diag.Pos, format string, args ...any) *diag.Diagnostic {
	d := problems.Errorf(code, "", format, args...)
	d.Pos = pos
	return d
}

// at is the place of a path in layer i.
func (r *reader) at(i int, name string) diag.Pos {
	if name == "." {
		return diag.Pos{File: r.layers[i].Name}
	}
	return (&source{layerName: r.layers[i].Name, path: name}).posOfFile()
}

func (s *source) posOfFile() diag.Pos { return diag.Pos{File: s.file()} }

// read gathers what the layers have for a platform and checks that nothing in
// them is misplaced.
func (r *reader) read(platform string) {
	r.platforms = r.findPlatforms()
	if !slices.Contains(r.platforms, platform) {
		d := r.problems.Errorf("template-platform", "", "there are no templates for %q", platform)
		suggest(d, platform, r.platforms)
		return
	}
	for i := range r.layers {
		r.readLayer(i, platform)
	}
}

// readLayer reads what layer i has for a platform.
func (r *reader) readLayer(i int, platform string) {
	sources, problems := len(r.sources), len(r.problems)
	if !r.checkFolders(i) {
		return
	}
	r.readFolder(i, sharedFolder)
	r.readFolder(i, platform)
	if len(r.sources) == sources && len(r.problems) == problems && !r.servesAnother(i, platform) {
		errorAt(&r.problems, "template-unused", r.at(i, "."), "the template folder holds no templates").
			Hintf("templates lie in %s", diag.OrList(r.folders()))
	}
}

// folders are the names that a folder of templates can have.
func (r *reader) folders() []string { return append(slices.Clone(r.platforms), sharedFolder) }

// findPlatforms lists the folders of the base.
func (r *reader) findPlatforms() []string {
	if len(r.layers) == 0 {
		return nil
	}
	entries, err := fs.ReadDir(r.layers[len(r.layers)-1].FS, ".")
	if err != nil {
		return nil // checkFolders reports it
	}
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); entry.IsDir() && name != sharedFolder && !hidden(name) {
			names = append(names, name)
		}
	}
	return names
}

// hidden names belong to version control and file managers.
func hidden(name string) bool { return strings.HasPrefix(name, ".") }

// checkFolders looks for templates where nothing would find them. It reports
// whether the layer can be read at all.
func (r *reader) checkFolders(i int) bool {
	layer := r.layers[i]
	entries, err := fs.ReadDir(layer.FS, ".")
	if err != nil {
		errorAt(&r.problems, "template-read", r.at(i, "."), "the template folder cannot be read: %v", reason(err))
		return false
	}
	known := r.folders()
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case hidden(name) || slices.Contains(known, name):
		case isTemplate(name):
			errorAt(&r.problems, "template-unused", r.at(i, name), "nothing uses a template outside of a platform's folder").
				Hintf("move it to %s", diag.OrList(known))
		case holdsTemplates(layer.FS, name):
			suggest(errorAt(&r.problems, "template-unused", r.at(i, name), "no platform is called %q", name), name, known)
		}
	}
	return true
}

// servesAnother reports whether layer i has templates for other platforms: it
// is right that none of them is used now.
func (r *reader) servesAnother(i int, platform string) bool {
	return slices.ContainsFunc(r.platforms, func(name string) bool {
		return name != platform && holdsTemplates(r.layers[i].FS, name)
	})
}

func isTemplate(name string) bool { return path.Ext(name) == ".tmpl" }

// holdsTemplates reports whether a template lies anywhere in a folder.
func holdsTemplates(fsys fs.FS, folder string) bool {
	found := false
	// An unreadable folder holds nothing that could have been meant for us.
	_ = fs.WalkDir(fsys, folder, func(name string, _ fs.DirEntry, err error) error {
		if err == nil && isTemplate(name) {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// readFolder reads the templates of one folder; that there is none is fine.
func (r *reader) readFolder(i int, folder string) {
	fsys := r.layers[i].FS
	entries, err := fs.ReadDir(fsys, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		errorAt(&r.problems, "template-read", r.at(i, folder), "the folder cannot be read: %v", reason(err))
		return
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		switch base := entry.Name(); {
		case hidden(base):
		case isTemplate(base):
			r.readFile(i, name)
		case entry.IsDir():
			if holdsTemplates(fsys, name) {
				errorAt(&r.problems, "template-unused", r.at(i, name), "nothing uses templates in a folder of a platform's folder").
					Hintf("move them to %s", folder)
			}
		case path.Ext(base) == ".tf":
			errorAt(&r.problems, "template-unused", r.at(i, name), "nothing uses a file that is no template").
				Hintf("name it %s.tmpl", base)
		}
	}
}

// readFile reads one template.
func (r *reader) readFile(i int, name string) {
	fsys := r.layers[i].FS
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("it is no file")
	case info.Size() > maxTemplate:
		err = errors.New("it is larger than 1 MiB")
	}
	var data []byte
	if err == nil {
		data, err = fs.ReadFile(fsys, name)
	}
	if err != nil {
		errorAt(&r.problems, "template-read", r.at(i, name), "the template cannot be read: %v", reason(err))
		return
	}
	s := &source{layer: i, layerName: r.layers[i].Name, path: name, text: plainText(data)}
	if at := invalidUTF8(s.text); at >= 0 {
		errorAt(&r.problems, "template-read", s.pos(at), "the template is not valid UTF-8")
		return
	}
	if line := merge.Conflict(s.text); line > 0 {
		pos := s.posOfFile()
		pos.Line = line
		errorAt(&r.problems, "template-conflict", pos, "a merge has left a conflict here that nobody has resolved").
			Hintf("edit what is between <<<<<<< and >>>>>>>, and remove the marks")
		return
	}
	if d := checkOutputName(&r.problems, s); d != nil {
		return
	}
	r.sources = append(r.sources, s)
}

// plainText drops the byte order mark and the carriage returns that editors
// add: neither belongs to the template, and Terraform files have none.
func plainText(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return string(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
}

// invalidUTF8 is the offset of the first byte that is no UTF-8, or -1.
func invalidUTF8(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			return i
		}
	}
	return -1
}

// checkOutputName refuses the files that a module must not get from templates.
func checkOutputName(problems *diag.List, s *source) *diag.Diagnostic {
	if base := path.Base(s.path); s.shared() && strings.HasSuffix(base, ".tf.tmpl") {
		return errorAt(problems, "template-name", s.posOfFile(), "a shared template cannot render to a file").
			Hintf("move it to a platform's folder, or name it %s.tmpl", strings.TrimSuffix(base, ".tf.tmpl"))
	}
	name := s.output()
	switch {
	case name == "":
		return nil
	case !plainName(name):
		return errorAt(problems, "template-name", s.posOfFile(), "%q is not a name for a Terraform file", name).
			Hintf("use lower-case letters, digits, '_' and '-' before .tf.tmpl")
	case strings.HasPrefix(name, "custom_") || name == "override.tf" || strings.HasSuffix(name, "_override.tf"):
		return errorAt(problems, "template-name", s.posOfFile(), "%s belongs to the people who use the module", name).
			Hintf("custom_*.tf and *_override.tf files in a module are never touched; choose another name")
	}
	return nil
}

// plainName reports whether a file of that name is one file, below the module,
// on every system: some do not tell upper from lower case, and some read more
// characters as separators than others.
func plainName(name string) bool {
	base := strings.TrimSuffix(name, ".tf")
	for _, r := range base {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			return false
		}
	}
	return base != "" && base[0] != '-'
}

// reason leaves the path out of a file error: the problem names it already.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// suggest hints at the option that word was meant to be.
func suggest(d *diag.Diagnostic, word string, options []string) {
	options = slices.Sorted(slices.Values(options))
	if near := diag.Suggest(word, options); near != "" {
		d.Hintf("did you mean %s?", near)
	} else if len(options) > 0 && len(options) <= 8 {
		d.Hintf("use %s", diag.OrList(options))
	}
}
