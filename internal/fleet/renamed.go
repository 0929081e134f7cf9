package fleet

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/render"
)

// findRenamed looks for the twin of each orphan without one among the new modules:
// one that has the same values once the names are replaced. If several orphans or
// several jobs fit, none is a twin.
func (s *Sight) findRenamed(orphans []Orphan) error {
	fits := map[int][]int{} // orphans by rendered job
	for i := range orphans {
		o := &orphans[i]
		if o.Twin != nil || o.Origin.Tombstone {
			continue
		}
		own, _, err := o.Files()
		if err != nil {
			return fmt.Errorf("%s: %w", o.Dir, err)
		}
		before := valuesOf(own, o.Origin.Job, o.Origin.Tenant)
		for k, j := range s.Rendered {
			d := &j.Deployment
			if d.Platform != o.Origin.Platform || d.Environment != o.Origin.Environment || isModule(s.Modules[k].Dir) {
				continue
			}
			if before.renamedTo(valuesOf(s.Modules[k].Files, d.Job, d.Tenant)) {
				fits[k] = append(fits[k], i)
			}
		}
	}
	count := map[int]int{}
	for _, members := range fits {
		for _, i := range members {
			count[i]++
		}
	}
	for k, members := range fits {
		if len(members) == 1 && count[members[0]] == 1 {
			orphans[members[0]].setTwin(s, k)
		}
	}
	return nil
}

// isModule reports whether a directory holds a module already.
func isModule(dir string) bool { return exists(filepath.Join(dir, output.ManifestName)) }

// values are the values of a module's variables, and the names in them.
type values struct {
	tree map[string]any
	// names are those of resources, job and tenant.
	names [3]string
}

func valuesOf(files []render.File, job, tenant string) values {
	var v values
	for _, file := range files {
		if file.Name == render.ValuesFile {
			_ = json.Unmarshal(file.Data, &v.tree) // edited by hand: fits nothing
		}
	}
	name, _ := v.tree["name"].(string)
	v.names = [3]string{name, job, tenant}
	return v
}

// renamedTo reports whether the values are the same as others once the names are
// replaced.
func (v values) renamedTo(other values) bool {
	if v.names[0] == "" || other.names[0] == "" {
		return false
	}
	var pairs []string
	for i, name := range v.names {
		pairs = append(pairs, name, other.names[i])
	}
	return sameUpTo(strings.NewReplacer(pairs...), v.tree, other.tree)
}

// sameUpTo compares two values of JSON. A text may need its names replaced.
func sameUpTo(renamed *strings.Replacer, a, b any) bool {
	switch a := a.(type) {
	case string:
		b, ok := b.(string)
		return ok && (a == b || renamed.Replace(a) == b)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, func(a, b any) bool { return sameUpTo(renamed, a, b) })
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, func(a, b any) bool { return sameUpTo(renamed, a, b) })
	}
	return a == b
}

// StateConflicts reports the modules that would manage the same state as that of a
// job: applying one of the two would destroy what the other created.
func (s *Sight) StateConflicts(tombstones []Orphan) diag.List {
	jobs := map[string]*Job{}
	for i, j := range s.Rendered {
		if state := s.Modules[i].Origin.State; state != "" {
			jobs[state] = j
		}
	}
	var problems diag.List
	for _, o := range tombstones {
		if j := jobs[o.Origin.State]; j != nil {
			problem := problems.Errorf("state", "", "a tombstone would destroy the resources of %s: both have the state %s",
				j.File(), o.Origin.State)
			problem.Pos.File = filepath.ToSlash(o.Dir)
			problem.Hintf("delete the module with --prune: the job's own module manages its resources")
		}
	}
	return problems
}
