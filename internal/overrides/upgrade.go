package overrides

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/merge"
)

// Upgraded is a file after its upgrade.
type Upgraded struct {
	Text string
	// Conflicts is the number of places where the team and the shipped
	// templates have changed the same lines.
	Conflicts int
	// Bases are the texts that the records name from now on, by their sum.
	Bases map[string]string
}

// Upgrade merges what has become of the shipped texts into a file of a team's.
// The overrides are those of the file that are behind; then returns the text
// that an override was made from, by its sum.
func Upgrade(text string, behind []Override, then func(sum string) (string, error)) (Upgraded, error) {
	up := Upgraded{Text: plain(text), Bases: map[string]string{}}
	sums := map[Name]string{}
	// From the end of the file to its head: offsets before stay good.
	last := slices.Clone(behind)
	slices.SortFunc(last, func(a, b Override) int { return cmp.Compare(b.start, a.start) })
	for _, o := range last {
		base, err := then(o.Record.Sum)
		if err != nil {
			return Upgraded{}, err
		}
		if Sum(base) != o.Record.Sum {
			return Upgraded{}, fmt.Errorf("the copy of what %s was made from has been changed", o.Name)
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
			merged = "\n" + merged // marks stand at the beginning of a line
		}
		up.Text = up.Text[:o.start] + merged + up.Text[o.start+len(o.Text):]
	}
	up.Text = rerecord(up.Text, sums)
	return up, nil
}

// Accept records today's texts as the ones that the overrides of a file were
// made from, and changes nothing else.
func Accept(text string, list []Override) Upgraded {
	up := Upgraded{Text: plain(text), Bases: map[string]string{}}
	sums := map[Name]string{}
	var fresh []string
	for _, o := range list {
		sum := Sum(o.Base)
		up.Bases[sum], sums[o.Name] = o.Base, sum
		if o.Record == nil {
			fresh = append(fresh, Record{Name: o.Name, Sum: sum}.Comment()+"\n")
		}
	}
	up.Text = strings.Join(fresh, "") + rerecord(up.Text, sums)
	return up
}
