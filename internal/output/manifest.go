package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// ManifestName is the file in a module's directory that lists what was
// generated there. It belongs under version control with the module.
const ManifestName = ".dativo-gen.manifest.json"

// manifestFormat is increased when an older version would misread the file.
const manifestFormat = 2

// filesOnly is the format of manifests that list files and say nothing of their
// origin. They are read, and replaced when their module is written.
const filesOnly = 1

const hashPrefix = "sha256:"

// manifest records the generated files. Its bytes depend only on the content of
// the module.
type manifest struct {
	Format int `json:"format"`
	Origin
	// Files maps the name of each generated file to the hash of its content.
	Files map[string]string `json:"files"`
	// Writing is present while a commit is in progress or was interrupted: the
	// hashes that the files will have when it is complete.
	Writing map[string]string `json:"writing,omitempty"`
}

// newerFormat is the format of a manifest written by a newer version, which this
// version can neither read nor replace.
type newerFormat int

func (f newerFormat) Error() string {
	return fmt.Sprintf("its format is %d, and this version supports %d", int(f), manifestFormat)
}

var errMergeConflict = errors.New("unresolved merge conflict")

func parseManifest(data []byte) (manifest, error) {
	var m manifest
	if hasConflictMarker(data) {
		return m, errMergeConflict
	}
	// A newer format may have other fields, so the format is read first.
	var head struct {
		Format int `json:"format"`
	}
	if json.Unmarshal(data, &head) == nil && head.Format > manifestFormat {
		return m, newerFormat(head.Format)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return m, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return m, errors.New("trailing data")
	}
	return m, m.validate()
}

// validate checks what the rest of the package relies on, in particular that no
// name refers to a path outside of the directory.
func (m manifest) validate() error {
	if m.Format != manifestFormat && (m.Format != filesOnly || m.Origin != (Origin{})) {
		return fmt.Errorf("unknown format %d", m.Format)
	}
	if m.Inputs != "" && !isHash(m.Inputs) {
		return errors.New("invalid hash of the inputs")
	}
	for _, files := range []map[string]string{m.Files, m.Writing} {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if problem := nameProblem(name); problem != "" {
				return fmt.Errorf("%q %s", name, problem)
			}
			if !isHash(files[name]) {
				return fmt.Errorf("invalid hash of %q", name)
			}
		}
	}
	return nil
}

func (m manifest) encode() []byte {
	m.Format = manifestFormat
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(m) // cannot fail: a buffer, and maps of strings
	return b.Bytes()
}

// names returns every file that was, or was going to be, written.
func (m manifest) names() []string {
	all := maps.Clone(m.Files)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, m.Writing)
	return slices.Sorted(maps.Keys(all))
}

// hashes returns the hashes that a file may have if it was not changed since; it
// returns nothing if the file is not generated. Names are compared without regard
// to case: on some file systems, Main.tf and main.tf are the same file.
func (m manifest) hashes(name string) []string {
	var hashes []string
	for _, files := range []map[string]string{m.Files, m.Writing} {
		for known, hash := range files {
			if strings.EqualFold(known, name) {
				hashes = append(hashes, hash)
			}
		}
	}
	return hashes
}

func isHash(text string) bool {
	digits, ok := strings.CutPrefix(text, hashPrefix)
	sum, err := hex.DecodeString(digits)
	return ok && err == nil && len(sum) == sha256.Size
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(withLF(data))
	return hashPrefix + hex.EncodeToString(sum[:])
}

// withLF returns the content with LF line endings, without a copy if it already
// has them.
func withLF(data []byte) []byte {
	if !bytes.Contains(data, []byte("\r\n")) {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// isRemainder reports whether the content is what a power failure leaves of a
// file that was being written.
func isRemainder(data []byte) bool {
	return len(bytes.Trim(data, "\x00")) == 0
}

func hasConflictMarker(data []byte) bool {
	for line := range bytes.Lines(data) {
		if bytes.HasPrefix(line, []byte("<<<<<<<")) || bytes.HasPrefix(line, []byte(">>>>>>>")) {
			return true
		}
	}
	return false
}
