package image

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/render"
)

//go:embed files/Dockerfile.tmpl
var dockerfile string

//go:embed files/keep-state
var keepState []byte

// DefaultBase is the base image of an image with the engine's checkout. The
// engine's own Dockerfile begins with python:3.10-slim; its code runs with 3.11,
// seen 2026-11-25.
const DefaultBase = "python:3.11-slim"

// User is the user ID that the container runs as: the modules' default of
// compute.run_as_user.
const User = 10001

// Folders of the build context.
const (
	// appFolder is copied to the working directory of the image.
	appFolder = "app"
	// rootFolder is copied to the root of the image.
	rootFolder = "rootfs"
)

// imageReference is the form of a base image: host, path, tag and digest, by
// github.com/distribution/reference, read 2026-11-25, in short.
var imageReference = regexp.MustCompile(`^[a-z0-9][a-zA-Z0-9._/:@-]*$`)

// context returns the files of the build context, sorted by name.
func (b *builder) context() ([]render.File, error) {
	files := []render.File{
		{Name: ".dockerignore", Data: []byte("*\n!" + appFolder + "\n!" + rootFolder + "\n!constraints.txt\n")},
		{Name: appFolder + "/bin/keep-state", Data: keepState},
	}
	outside := false
	for at, file := range b.files {
		name, ok := strings.CutPrefix(at, engine.WorkDir+"/")
		if !ok {
			outside = true
			files = append(files, render.File{Name: rootFolder + at, Data: file.data})
			continue
		}
		files = append(files, render.File{Name: appFolder + "/" + name, Data: file.data})
	}
	if b.options.Constraints != nil {
		files = append(files, render.File{Name: "constraints.txt", Data: b.options.Constraints})
	}
	text, err := b.dockerfile(outside)
	if err != nil {
		return nil, err
	}
	files = append(files, render.File{Name: "Dockerfile", Data: text})
	slices.SortFunc(files, func(x, y render.File) int { return cmp.Compare(x.Name, y.Name) })
	return files, nil
}

// dockerfile prints the Dockerfile.
func (b *builder) dockerfile(outside bool) ([]byte, error) {
	if !imageReference.MatchString(b.options.Base) {
		return nil, fmt.Errorf("invalid image %q: expected a reference such as %s", b.options.Base, DefaultBase)
	}
	slices.SortFunc(b.packages, func(x, y engine.Package) int { return cmp.Compare(x.Name, y.Name) })
	copies := []string{appFolder + "/ " + engine.WorkDir + "/", "--chmod=0755 " + appFolder + "/bin/keep-state " + engine.EntryScript}
	if outside {
		copies = append(copies, rootFolder+"/ /")
	}
	entry, err := json.Marshal(append([]string{"tini", "-g", "--", engine.EntryScript}, engine.EntryPoint()...))
	if err != nil {
		return nil, err
	}
	set, err := template.New("Dockerfile").Parse(dockerfile)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = set.Execute(&text, map[string]any{
		"Checkout": b.options.Checkout, "Repository": engine.Repository, "Commit": b.options.Engine.Commit,
		"Base": b.options.Base, "Root": !b.options.Checkout, "Packages": b.packages, "Constraints": b.options.Constraints != nil,
		"Schemas": b.refused == "", "Refused": strings.Map(oneLine, b.refused), "Copies": copies,
		"Warnings": engine.WarningsVariable + "=" + strconv.Quote(engine.WarningsAsErrors), "User": User,
		"EntryPoint": strings.ReplaceAll(string(entry), `","`, `", "`),
	})
	return text.Bytes(), err
}

// oneLine drops what would end a comment.
func oneLine(r rune) rune {
	if r < ' ' || r == '\u2028' || r == '\u2029' || r == 0x85 || r == 0x7f {
		return ' '
	}
	return r
}
