package merge

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
)

var names = Names{Ours: "ours", Base: "base", Theirs: "theirs"}

// text writes one letter per line.
func text(letters string) string {
	var b strings.Builder
	for _, letter := range letters {
		b.WriteString(string(letter) + "\n")
	}
	return b.String()
}

const bothChangedTheMiddle = `a
<<<<<<< ours
x
||||||| base
b
=======
y
>>>>>>> theirs
c
`

func TestThree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name               string
		base, ours, theirs string
		want               string
		conflicts          int
	}{
		{"nothing", "", "", "", "", 0},
		{"no change", text("abc"), text("abc"), text("abc"), text("abc"), 0},
		{"ours adds", text("abc"), text("abxc"), text("abc"), text("abxc"), 0},
		{"theirs adds", text("abc"), text("abc"), text("abxc"), text("abxc"), 0},
		{"both add in two places", text("abc"), text("xabc"), text("abcy"), text("xabcy"), 0},
		{"both add the same", text("abc"), text("abxc"), text("abxc"), text("abxc"), 0},
		{"one deletes, one adds", text("abcd"), text("bcd"), text("abcdx"), text("bcdx"), 0},
		{"both delete the same", text("abc"), text("ac"), text("ac"), text("ac"), 0},
		{"both change the same line", text("abc"), text("axc"), text("ayc"), bothChangedTheMiddle, 1},
		{"one deletes what one changes", text("abc"), text("ac"), text("ayc"),
			"a\n<<<<<<< ours\n||||||| base\nb\n=======\ny\n>>>>>>> theirs\nc\n", 1},
		{"two conflicts", text("abc"), text("xby"), text("vbw"),
			"<<<<<<< ours\nx\n||||||| base\na\n=======\nv\n>>>>>>> theirs\nb\n" +
				"<<<<<<< ours\ny\n||||||| base\nc\n=======\nw\n>>>>>>> theirs\n", 2},
		{"from nothing, two texts", "", text("a"), text("b"), "<<<<<<< ours\na\n||||||| base\n=======\nb\n>>>>>>> theirs\n", 1},
		{"ours loses the last line end", "a\n", "a", "a\n", "a", 0},
		{"theirs gives one", "a", "a", "a\n", "a\n", 0},
		{"an open end after a conflict", "a\nb", "x\nb", "y\nb", "<<<<<<< ours\nx\n||||||| base\na\n=======\ny\n>>>>>>> theirs\nb", 1},
		{"a conflict ends its line", "a", "b", "c", "<<<<<<< ours\nb\n||||||| base\na\n=======\nc\n>>>>>>> theirs\n", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, conflicts := Three(test.base, test.ours, test.theirs, names)
			if got != test.want || conflicts != test.conflicts {
				t.Errorf("%d conflicts, want %d:\n%s\nwant\n%s", conflicts, test.conflicts, got, test.want)
			}
			if line := Conflict(got); (line > 0) != (test.conflicts > 0) {
				t.Errorf("the first conflict is in line %d", line)
			}
		})
	}
}

// TestConflict tests the detection of conflict markers.
func TestConflict(t *testing.T) {
	t.Parallel()
	if line := Conflict(bothChangedTheMiddle); line != 2 {
		t.Errorf("line %d, want 2", line)
	}
	if line := Conflict(">>>>>>> a\n<<<<<<< b\n=======\n>>>>>>> c\n<<<<<<< d\n>>>>>>> e\n"); line != 2 {
		t.Errorf("after an end without a start: line %d, want 2", line)
	}
	for _, text := range []string{"", "a <<<<<<< b\n>>>>>>> c\n", "<<<<<<<\n=======\n>>>>>>>\n", ">>>>>>> a\n<<<<<<< b\n", "# =======\n"} {
		if line := Conflict(text); line != 0 {
			t.Errorf("%q: a conflict in line %d", text, line)
		}
	}
}

// edit changes a text a little, in lines that no other edit makes.
func edit(random *rand.Rand, base []string, mark string) []string {
	edited := slices.Clone(base)
	for range random.Intn(4) {
		at := random.Intn(len(edited) + 1)
		fresh := mark + string(rune('a'+random.Intn(26))) + "\n"
		switch {
		case at == len(edited) || random.Intn(3) == 0:
			edited = slices.Insert(edited, at, fresh)
		case random.Intn(2) == 0:
			edited[at] = fresh
		default:
			edited = slices.Delete(edited, at, at+1)
		}
	}
	return edited
}

// TestThreeProperties merges random edits: an unchanged side yields the other
// side, the merge is symmetric, and no line of a side is lost.
func TestThreeProperties(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewSource(1))
	swapped := Names{Ours: "theirs", Base: "base", Theirs: "ours"}
	for range 5000 {
		var base []string
		for range random.Intn(12) {
			base = append(base, string(rune('a'+random.Intn(6)))+"\n")
		}
		ours, theirs := edit(random, base, "o"), edit(random, base, "t")
		b, o, u := strings.Join(base, ""), strings.Join(ours, ""), strings.Join(theirs, "")
		for _, same := range [][4]string{{b, o, b, o}, {b, b, u, u}, {b, o, o, o}} {
			if got, conflicts := Three(same[0], same[1], same[2], names); got != same[3] || conflicts > 0 {
				t.Fatalf("%q: %d conflicts, got %q", same, conflicts, got)
			}
		}
		merged, conflicts := Three(b, o, u, names)
		if _, other := Three(b, u, o, swapped); other != conflicts {
			t.Fatalf("%q %q %q: %d conflicts one way, %d the other", b, o, u, conflicts, other)
		}
		kept := lines(merged)
		for _, line := range append(slices.Clone(ours), theirs...) {
			if !slices.Contains(base, line) && !slices.Contains(kept, line) {
				t.Fatalf("%q %q %q: %q is lost in %q", b, o, u, line, merged)
			}
		}
	}
}

// FuzzThree merges arbitrary texts.
func FuzzThree(f *testing.F) {
	f.Add("a\nb\n", "a\n", "b\n")
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		if got, conflicts := Three(base, ours, base, names); got != ours || conflicts > 0 {
			t.Fatalf("%d conflicts, got %q, want %q", conflicts, got, ours)
		}
		merged, conflicts := Three(base, ours, theirs, names)
		if conflicts > 0 && Conflict(merged) == 0 {
			t.Fatalf("%d conflicts, and no marks: %q", conflicts, merged)
		}
	})
}
