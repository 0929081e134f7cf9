package output

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// GuardName is a file that a module has only while a commit changes it. Files are
// renamed one by one, so a process that is killed in between leaves a mixture of
// the old and the new module. The guard makes every Terraform command stop there:
// it is in place before the first change, and removed after the last. The name
// sorts before the others, as Terraform sorts its errors.
const GuardName = "00_dativo_gen_incomplete.tf"

// guardText is a block of a type that Terraform does not know. Unlike a failed
// validation or precondition, an unknown block also stops the commands that
// evaluate nothing, such as init and state (tested with Terraform 1.11.4, which
// quotes the line in its error).
const guardText = guardHeader + `
incomplete_module "dativo-gen was interrupted while it wrote this module: run the same dativo-gen command again" {}
`

const guardHeader = "# dativo-gen creates this file before it changes the module, and removes it after the last change."

// planGuard decides whether the commit needs a guard, and finds the guard of a
// commit that was interrupted.
func (m *modulePlan) planGuard() {
	m.guard.name = GuardName
	var err error
	m.guard.info, m.guard.before, err = m.look(GuardName)
	visible := slices.DeleteFunc(slices.Clone(m.files), func(t target) bool { return t.kind == unchanged || !isTerraform(t.name) })
	switch {
	case m.guard.info == nil && err == nil:
		// A single rename is atomic.
		m.needsGuard = len(visible) > 1
	case err == nil && m.guard.info.Mode().IsRegular() && isGuard(m.guard.before):
		m.guard.kind = Delete
	case len(visible) > 1:
		m.errorf("output-guard", GuardName, "exists, but dativo-gen reserves the name for the time while it writes the module").
			Hintf("rename the file")
	}
}

// isGuard reports whether a file is a guard, of this version or another. It may
// have been converted by git, or cut off by a power failure.
func isGuard(data []byte) bool {
	return bytes.HasPrefix(data, []byte(guardHeader)) || isRemainder(data)
}

// isTerraform reports whether Terraform reads a file as part of the module.
func isTerraform(name string) bool {
	if strings.Contains(name, "/") {
		return false
	}
	base := strings.TrimSuffix(name, ".json")
	return strings.HasSuffix(base, ".tf") || strings.HasSuffix(base, ".tfvars")
}

// stageGuard writes the guard to a temporary file.
func (m *modulePlan) stageGuard(d *disk) error {
	if !m.needsGuard {
		return nil
	}
	m.guard.temp = tempName()
	return d.writeNew(m.guard.temp, []byte(guardText), 0)
}

// raiseGuard puts the guard in place, before the first change.
func (m *modulePlan) raiseGuard(d *disk) error {
	if !m.needsGuard {
		return nil
	}
	if !d.unchangedSince(GuardName, nil) {
		return fmt.Errorf("%s was changed while dativo-gen was running", m.path(GuardName))
	}
	if err := d.rename(m.guard.temp, GuardName); err != nil {
		return err
	}
	m.guard.temp = ""
	return nil
}

// dropGuard removes the guard, after the last change.
func (m *modulePlan) dropGuard(d *disk) error {
	if !m.needsGuard && m.guard.kind != Delete {
		return nil
	}
	return d.remove(GuardName)
}
