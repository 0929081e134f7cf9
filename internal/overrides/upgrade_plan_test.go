package overrides

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oldSize is the text of one#size in an older version.
const oldSize = "\nlocals {\n  cpu = 0\n}\n"

// recorded is an override of one#size that is based on a text.
func recorded(base, text string) string {
	return Record{ParseName("one#size"), Sum(base)}.Comment() + "\n{{define \"size\" -}}" + text + "{{- end}}\n"
}

// planned plans the upgrade of a folder of files. The plan is closed when the
// test ends.
func planned(t *testing.T, accept []string, files ...string) (dir string, plan *UpgradePlan) {
	t.Helper()
	dir, layer := onDisk(t, files...)
	stack := stackOf(t, mainNow, layer)
	list, problems := stack.Overrides()
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var names []Name
	for _, text := range accept {
		names = append(names, ParseName(text))
	}
	plan, err := stack.PlanUpgrade(list, names)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(plan.Close)
	return dir, plan
}

// TestUpgradePlanMerges the outdated overrides, and no others, when it is
// written.
func TestUpgradePlanMerges(t *testing.T) {
	t.Parallel()
	current := Record{ParseName("one/outputs.tf"), Sum("output \"a\" {\n  value = 1\n}\n{{block \"extra_outputs\" .}}{{end}}\n")}.Comment()
	dir, plan := planned(t, nil,
		"one/size.tmpl", recorded(oldSize, "\n# ours\nlocals {\n  cpu = 0\n}\n"), BasePath(Sum(oldSize)), oldSize,
		"two/labels.tmpl", "{{define \"labels\"}}unrecorded{{end}}", "one/outputs.tf.tmpl", current+"\noutput \"ours\" {}\n",
	)
	if len(plan.Files) != 1 || plan.Problems != nil || plan.Left != 0 || plan.Files[0].Conflicts != 0 {
		t.Fatalf("got %+v", plan)
	}
	file := plan.Files[0]
	if file.Place() != filepath.ToSlash(dir)+"/one/size.tmpl" {
		t.Errorf("changes %s", file.Place())
	}
	if before := readText(t, dir, "one/size.tmpl"); strings.Contains(before, "cpu = 1") {
		t.Error("written before Write")
	}
	if err := file.Write(); err != nil {
		t.Fatal(err)
	}
	newSize := "\nlocals {\n  cpu = 1\n}\n"
	if got, want := readText(t, dir, "one/size.tmpl"), recorded(newSize, "\n# ours"+newSize); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if base := readText(t, dir, BasePath(Sum(newSize))); base != newSize {
		t.Errorf("the new base is %q", base)
	}
}

// TestUpgradePlanOfTwoTeams changes each file in its own folder.
func TestUpgradePlanOfTwoTeams(t *testing.T) {
	t.Parallel()
	oldLabels := "old"
	first, upper := onDisk(t, "one/size.tmpl", recorded(oldSize, oldSize), BasePath(Sum(oldSize)), oldSize)
	labels := Record{ParseName("two#labels"), Sum(oldLabels)}.Comment() + "{{define \"labels\"}}old{{end}}"
	second, lower := onDisk(t, "two/labels.tmpl", labels, BasePath(Sum(oldLabels)), oldLabels)
	stack := stackOf(t, mainNow, upper, lower)
	list, _ := stack.Overrides()
	plan, err := stack.PlanUpgrade(list, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer plan.Close()
	var places []string
	for _, file := range plan.Files {
		places = append(places, file.Place())
	}
	expect(t, "files", places, filepath.ToSlash(first)+"/one/size.tmpl", filepath.ToSlash(second)+"/two/labels.tmpl")
	if plan.Problems != nil {
		t.Error(plan.Problems)
	}
}

// TestUpgradePlanLeaves what has to be done by hand.
func TestUpgradePlanLeaves(t *testing.T) {
	t.Parallel()
	gone := Record{ParseName("one/gone.tf"), Sum("x")}.Comment() + "\nlocals {}\n"
	dir, plan := planned(t, nil, "one/gone.tf.tmpl", gone)
	expect(t, "gone", lines(plan.Problems, dir), "one/gone.tf.tmpl: one/gone.tf.tmpl is no longer shipped")
	if plan.Problems.HasErrors() || plan.Left != 1 || len(plan.Files) > 0 {
		t.Errorf("got %+v", plan)
	}
	dir, plan = planned(t, nil, "one/size.tmpl", "<<<<<<< yours\n=======\n>>>>>>> shipped now\n")
	expect(t, "conflicts", lines(plan.Problems, dir), "one/size.tmpl: has unresolved conflicts")
	if plan.Problems.HasErrors() || plan.Left != 1 || len(plan.Files) > 0 {
		t.Errorf("got %+v", plan)
	}
}

// TestUpgradePlanWithoutBase: an override whose base is missing or edited is an
// error, unless it is accepted.
func TestUpgradePlanWithoutBase(t *testing.T) {
	t.Parallel()
	text := recorded(oldSize, "# ours")
	dir, plan := planned(t, nil, "one/size.tmpl", text)
	expect(t, "missing", lines(plan.Problems, dir), "one/size.tmpl: "+filepath.ToSlash(dir)+"/"+BasePath(Sum(oldSize))+": does not exist")
	if !plan.Problems.HasErrors() {
		t.Error("a missing base is a warning")
	}
	dir, plan = planned(t, nil, "one/size.tmpl", text, BasePath(Sum(oldSize)), "edited")
	expect(t, "edited", lines(plan.Problems, dir), "one/size.tmpl: the recorded base of one#size was edited")

	dir, plan = planned(t, []string{"one#size"}, "one/size.tmpl", text, "two/labels.tmpl", "{{define \"labels\"}}1{{end}}")
	if len(plan.Files) != 1 || plan.Problems != nil {
		t.Fatalf("got %+v", plan)
	}
	if err := plan.Files[0].Write(); err != nil {
		t.Fatal(err)
	}
	if got := readText(t, dir, "one/size.tmpl"); got != recorded("\nlocals {\n  cpu = 1\n}\n", "# ours") {
		t.Errorf("got\n%s", got)
	}
}

// TestAcceptUnrecorded records what an override without a record is based on.
func TestAcceptUnrecorded(t *testing.T) {
	t.Parallel()
	const text = "{{define \"labels\"}}1{{end}}\n"
	dir, plan := planned(t, []string{"two#labels"}, "two/labels.tmpl", text, "one/size.tmpl", recorded(oldSize, "# ours"))
	if len(plan.Files) != 1 {
		t.Fatalf("got %+v", plan)
	}
	if err := plan.Files[0].Write(); err != nil {
		t.Fatal(err)
	}
	want := Record{ParseName("two#labels"), Sum("{}")}.Comment() + "\n" + text
	if got := readText(t, dir, "two/labels.tmpl"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestAcceptCurrent changes nothing.
func TestAcceptCurrent(t *testing.T) {
	t.Parallel()
	_, plan := planned(t, []string{"one#size"}, "one/size.tmpl", recorded("\nlocals {\n  cpu = 1\n}\n", "# ours"))
	if len(plan.Files) > 0 || plan.Problems != nil {
		t.Errorf("got %+v", plan)
	}
}

func TestUpgradePlanOfAMissingFolder(t *testing.T) {
	t.Parallel()
	dir, layer := onDisk(t, "one/size.tmpl", recorded(oldSize, "# ours"))
	stack := stackOf(t, mainNow, layer)
	list, _ := stack.Overrides()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := stack.PlanUpgrade(list, nil); err == nil || !strings.HasSuffix(err.Error(), ": does not exist") {
		t.Errorf("got %v", err)
	}
}
