package overrides

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/merge"
)

// Upgraded is a file after an upgrade.
type Upgraded struct {
	Text string
	// Conflicts is the number of places where the team and the shipped
	// templates changed the same lines.
	Conflicts int
	// Bases are the texts that the new records refer to, by sum.
	Bases map[string]string
}

// Upgrade merges the changes of the shipped texts into a team's file. The
// overrides are the outdated ones of the file; baseOf returns the text that an
// override is based on, by its sum.
func Upgrade(text string, outdated []Override, baseOf func(sum string) (string, error)) (Upgraded, error) {
	up := Upgraded{Text: plain(text), Bases: map[string]string{}}
	sums := map[Name]string{}
	// Last block first, so that the offsets of the others stay valid.
	lastFirst := slices.Clone(outdated)
	slices.SortFunc(lastFirst, func(a, b Override) int { return cmp.Compare(b.start, a.start) })
	for _, o := range lastFirst {
		base, err := baseOf(o.Record.Sum)
		if err != nil {
			return Upgraded{}, err
		}
		if Sum(base) != o.Record.Sum {
			return Upgraded{}, fmt.Errorf("the recorded base of %s was edited", o.Name)
		}
		merged, conflicts := merge.Three(plain(base), o.Text, o.Base, merge.Names{
			Ours: "yours", Base: "shipped then", Theirs: "shipped now",
		})
		up.Conflicts += conflicts
		sum := Sum(o.Base)
		up.Bases[sum], sums[o.Name] = o.Base, sum
		if o.Name.Block == "" {
			up.Text = Record{Name: o.Name, Sum: sum}.Comment() + "\n" + merged
			continue
		}
		if conflicts > 0 && !strings.HasPrefix(merged, "\n") {
			merged = "\n" + merged // markers begin a line
		}
		up.Text = up.Text[:o.start] + merged + up.Text[o.start+len(o.Text):]
	}
	up.Text = updateRecords(up.Text, sums)
	return up, nil
}

// Accept records the shipped texts of this version as the base of the overrides
// of a file, and changes nothing else.
func Accept(text string, list []Override) Upgraded {
	up := Upgraded{Text: plain(text), Bases: map[string]string{}}
	sums := map[Name]string{}
	var added []string
	for _, o := range list {
		sum := Sum(o.Base)
		up.Bases[sum], sums[o.Name] = o.Base, sum
		if o.Record == nil {
			added = append(added, Record{Name: o.Name, Sum: sum}.Comment()+"\n")
		}
	}
	up.Text = strings.Join(added, "") + updateRecords(up.Text, sums)
	return up
}
