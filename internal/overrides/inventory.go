package overrides

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// Entry is a file or block in use.
type Entry struct {
	Name Name
	// Place is its file, with the line of a block.
	Place string
	// Removed says that the file at Place removes the shipped one.
	Removed bool
}

// List returns the files and blocks of a folder that are in use; all adds the
// definitions that blocks are made of.
func (s *Stack) List(folder string, all bool) []Entry {
	var entries []Entry
	for _, file := range s.files(folder) {
		entries = append(entries, Entry{fileName(file.Path), place(file.Layer, file.Path), file.Kind == render.Removal})
	}
	set := s.sets[folder]
	if set == nil {
		return entries // blocks belong to the platforms that use them
	}
	for _, block := range set.Blocks() {
		if !block.Called { // nor is an overridden one
			continue
		}
		name := Name{Folder: folder, Block: block.Name}
		if all || s.Shipped.Kind(name) == render.Default {
			entries = append(entries, Entry{Name: name, Place: fmt.Sprintf("%s:%d", place(block.Layer, block.Path), block.Line)})
		}
	}
	return entries
}

// files are the template files of a folder that are in use.
func (s *Stack) files(folder string) []render.FileInfo {
	set := s.sets[folder]
	if folder == Shared {
		set = s.sets[s.platforms[0]] // every platform reads all that is shared
	}
	return slices.DeleteFunc(set.Files(), func(file render.FileInfo) bool {
		return file.OverriddenBy != "" || !strings.HasPrefix(file.Path, folder+"/")
	})
}

// Text is that of a file or block in use: a team's, or the shipped one.
func (s *Stack) Text(name Name) (string, bool) {
	set := s.sets[name.Folder]
	switch {
	case name.File != "" && (set != nil || name.Folder == Shared):
		for _, file := range s.files(name.Folder) {
			if file.Path == name.String() {
				return file.Source, true
			}
		}
	case name.Block != "" && set != nil:
		for _, block := range set.Blocks() {
			if block.Name != name.Block || !block.Called {
				continue
			}
			if block.Layer == s.shippedLayer().Name {
				return s.Shipped.Text(name)
			}
			return block.Source, true
		}
	}
	return s.Shipped.Text(name)
}
