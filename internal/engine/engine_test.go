package engine

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "main", "main": "main", "infrastructure": "infrastructure", "none": "none", "None": "none"} {
		if v, found := Find(name); !found || v.Name != want {
			t.Errorf("%q: got %q, %t", name, v.Name, found)
		}
	}
	if _, found := Find("latest"); found {
		t.Error("latest is a version")
	}
}

// TestNoneAssumesNothing: the version of another image has no facts and no
// objections.
func TestNoneAssumesNothing(t *testing.T) {
	t.Parallel()
	v, _ := Find(None)
	if v.Known() || len(v.Sources) > 0 || len(v.Commands) > 0 {
		t.Errorf("%+v", v)
	}
	if found := v.Takes(Job, map[string]any{"anything": 1}, true); found != nil {
		t.Errorf("it refuses %v", found)
	}
	if found := v.TakesMerged(TargetRecipe, nil, nil); found != nil {
		t.Errorf("it refuses %v", found)
	}
	if _, known := v.Source("csv"); known {
		t.Error("it knows csv")
	}
}

// TestTablesAgree: what one table names, the others describe.
func TestTablesAgree(t *testing.T) {
	t.Parallel()
	for _, v := range Versions() {
		var listed []string
		for _, p := range v.Packages {
			listed = append(listed, p.Name)
		}
		for _, s := range v.Sources {
			if c, known := v.Connector(s.Type); !known || !c.Source {
				t.Errorf("%s: source %s is not in the registry", v.Name, s.Type)
			}
			for _, name := range s.Variables {
				checkVariable(t, v, name, s.Type)
			}
			for _, name := range s.Packages {
				if !slices.Contains(listed, name) {
					t.Errorf("%s: package %s of %s is not listed", v.Name, name, s.Type)
				}
			}
			if (s.Extractor == Native) != (s.Refusal == "") && s.Type != "google_sheets" {
				t.Errorf("%s: %s is %s and refused with %q", v.Name, s.Type, s.Extractor, s.Refusal)
			}
			if s.Fact.At == "" || s.Fact.Seen == "" {
				t.Errorf("%s: %s has no source", v.Name, s.Type)
			}
		}
		for _, c := range v.Connectors {
			if _, known := v.Source(c.Type); c.Source && !known {
				t.Errorf("%s: %s can be a source and is not described", v.Name, c.Type)
			}
		}
		for _, c := range v.Catalogs {
			for _, name := range c.Variables {
				checkVariable(t, v, name, c.Name)
			}
		}
		for _, o := range v.Outcomes {
			if o.Fact.Seen == "" {
				t.Errorf("%s: outcome %q has no source", v.Name, o.What)
			}
		}
	}
}

func checkVariable(t *testing.T, v Version, name, reader string) {
	t.Helper()
	known, found := v.Variable(name)
	if !found {
		t.Errorf("%s: %s reads %s, which is not listed", v.Name, reader, name)
		return
	}
	secret := strings.Contains(name, "PASSWORD") || strings.Contains(name, "TOKEN") || strings.HasSuffix(name, "_KEY") || strings.Contains(name, "ACCESS_KEY")
	if known.Secret != secret {
		t.Errorf("%s: secret is %t", name, known.Secret)
	}
}

// TestVersionsDiffer spells out where the branch differs.
func TestVersionsDiffer(t *testing.T) {
	t.Parallel()
	main, _ := Find(Main)
	branch, _ := Find(Infrastructure)
	commands := func(v Version) (names []string) {
		for _, c := range v.Commands {
			names = append(names, c.Name)
		}
		return names
	}
	if got := commands(main); !slices.Equal(got, []string{"run", "start", "check", "discover"}) {
		t.Errorf("main: %v", got)
	}
	if got := commands(branch); !slices.Equal(got, []string{"run", "start", "show-infrastructure", "generate-terraform", "validate-infrastructure"}) {
		t.Errorf("branch: %v", got)
	}
	if len(main.Catalogs) != 5 || len(branch.Catalogs) != 1 {
		t.Errorf("catalogs: %d, %d", len(main.Catalogs), len(branch.Catalogs))
	}
	if _, read := branch.Variable("OPENMETADATA_AUTH_TOKEN"); read {
		t.Error("the branch reads the token of a catalog that it does not have")
	}
}

// TestExtractor: types with code of their own ignore the recipe's engine.
func TestExtractor(t *testing.T) {
	t.Parallel()
	v, _ := Find(Main)
	for _, test := range []struct {
		kind, engine string
		want         Extractor
	}{
		{"csv", "native", Native}, {"csv", "airbyte", Native}, {"postgres", "meltano", Native}, {"mysql", "jdbc", Native},
		{"stripe", "native", Docker}, {"stripe", "singer", Docker}, {"hubspot", "", Docker},
		{"gdrive_csv", "native", Native}, {"gdrive_csv", "airbyte", Docker}, {"gdrive_csv", "meltano", Missing}, {"google_sheets", "native", Native}, {"google_sheets", "singer", Missing},
		{"s3", "native", Missing}, {"minio", "airbyte", Docker}, {"azure_blob", "", Missing}, {"markdown_kv", "native", Missing}, {"salesforce", "airbyte", Docker}, {"salesforce", "native", Missing},
	} {
		if got := v.Extractor(test.kind, test.engine); got != test.want {
			t.Errorf("%s with %s: got %s, want %s", test.kind, test.engine, got, test.want)
		}
	}
}
