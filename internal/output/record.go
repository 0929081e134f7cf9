package output

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
)

// readManifest reads which files dativo-gen wrote into the directory and reports
// whether that is known. With Force it may be unknown, and then nothing is pruned.
func (m *modulePlan) readManifest() bool {
	m.manifest.name = ManifestName
	var err error
	m.manifest.info, m.manifest.before, err = m.look(ManifestName)
	switch {
	case err != nil:
		m.errorf("output-manifest", ManifestName, "cannot be read: %v", err)
		return false
	case m.manifest.info == nil || m.manifest.info.Mode().IsRegular() && isRemainder(m.manifest.before):
		return true
	case !m.manifest.info.Mode().IsRegular():
		m.errorf("output-manifest", ManifestName, "is not a regular file").
			Hintf("dativo-gen records the generated files there: restore it from version control")
		return false
	}
	m.record, err = parseManifest(m.manifest.before)
	var newer newerFormat
	switch {
	case err == nil:
		return true
	case errors.As(err, &newer):
		m.errorf("output-manifest", ManifestName, "was written by a newer dativo-gen: %v", err).
			Hintf("use that version or a later one")
		return false
	}
	m.record = manifest{}
	if m.force {
		m.warnf("output-manifest", ManifestName, "is replaced: %v", err).
			Hintf("files that are no longer generated are unknown and will not be deleted")
		return true
	}
	if errors.Is(err, errMergeConflict) {
		m.errorf("output-manifest", ManifestName, "has an unresolved merge conflict").
			Hintf("resolve it and the generated files with either side, then render again")
		return false
	}
	m.errorf("output-manifest", ManifestName, "invalid manifest: %v", err).
		Hintf("restore it from version control, or replace it with --force")
	return false
}

// planManifest prepares the manifest for after the commit and, if files will be
// renamed or deleted, the interim one.
func (m *modulePlan) planManifest() {
	// A file that is no longer rendered stays in the manifest until it is deleted; the
	// old hash of a file stays valid until the file is replaced.
	interim := manifest{Origin: m.origin, Files: map[string]string{}, Writing: map[string]string{}}
	for _, name := range m.record.names() {
		interim.Files[name] = cmp.Or(m.record.Files[name], m.record.Writing[name])
	}
	final := manifest{Origin: m.origin, Files: map[string]string{}}
	busy := false
	for _, t := range m.files {
		busy = busy || t.kind != unchanged
		if t.before != nil && t.kind != unchanged && m.isOwn(t) {
			interim.Files[t.name] = hashOf(t.before)
		}
		if t.kind != Delete {
			final.Files[t.name] = hashOf(t.after)
			interim.Writing[t.name] = final.Files[t.name]
		}
	}
	if busy {
		m.interim = interim.encode()
	}
	if len(final.Files) > 0 {
		m.manifest.after = final.encode()
	}
	if !busy && m.record.saysTheSame(final) {
		m.manifest.after = m.manifest.before
	}
	m.manifest.kind = manifestKind(m.manifest)
}

func manifestKind(t target) Kind {
	switch {
	case t.info == nil && t.after == nil:
		return unchanged
	case t.info == nil:
		return Create
	case t.after == nil:
		return Delete
	case bytes.Equal(withLF(t.before), withLF(t.after)):
		return unchanged
	}
	return Update
}

// saysTheSame reports whether the manifest on disk needs no change: it lists the
// same files of the same job, whatever inputs it was written from.
func (m manifest) saysTheSame(other manifest) bool {
	mine, others := m.Origin, other.Origin
	mine.Inputs, others.Inputs = "", ""
	return m.Format == manifestFormat && mine == others && len(m.Writing) == 0 && maps.Equal(m.Files, other.Files)
}
