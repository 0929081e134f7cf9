package paths

import (
	"fmt"
	"go/format"
	"reflect"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestPathsAreCurrent generates keys.go from the structs; make golden updates it.
func TestPathsAreCurrent(t *testing.T) {
	t.Parallel()
	var g generator
	g.printf("// Code generated from internal/model by make golden; DO NOT EDIT.\n\npackage paths\n")
	g.file("Keys of a job file.", "Job", reflect.TypeFor[model.Job]())
	g.file("Keys of a job file's infrastructure block.", "", reflect.TypeFor[struct {
		Infrastructure *model.Infrastructure `yaml:"infrastructure"`
	}]())
	g.file("Keys of a project file.", "Project", reflect.TypeFor[model.Project]())
	g.file("Keys of a file of budgets.", "Budgets", reflect.TypeFor[model.Budgets]())
	g.file("Keys of a tag policy.", "TagPolicy", reflect.TypeFor[model.TagPolicy]())
	text, err := format.Source([]byte(g.text.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, g.text.String())
	}
	goldie.New(t, goldie.WithFixtureDir("."), goldie.WithNameSuffix(".go")).Assert(t, "keys", text)
}

// generator writes constants.
type generator struct{ text strings.Builder }

func (g *generator) printf(format string, args ...any) { fmt.Fprintf(&g.text, format, args...) }

// file writes the keys of one kind of file.
func (g *generator) file(comment, prefix string, t reflect.Type) {
	g.printf("\n// %s\nconst (\n", comment)
	g.keys(prefix, "", t)
	g.printf(")\n")
}

// keys writes the constants of a struct's fields, and of those below them.
func (g *generator) keys(prefix, path string, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if key == "" || key == "-" {
			continue
		}
		name, at := prefix+field.Name, strings.TrimPrefix(path+"."+key, ".")
		if prefix == "Job" && field.Name == "Infrastructure" {
			continue // has names of its own
		}
		g.printf("%s = %q\n", name, at)
		if prefix == "" && field.Name == "Infrastructure" {
			name = "" // what is below it does without
		}
		inner, item := structOf(field.Type)
		switch {
		case inner == nil:
		case item:
			g.keys(name+"Item", "", inner)
		default:
			g.keys(name, at, inner)
		}
	}
}

// structOf returns the struct that a field holds, and whether it is one of
// several; nil if it holds none.
func structOf(t reflect.Type) (inner reflect.Type, item bool) {
	for {
		switch t.Kind() {
		case reflect.Struct:
			return t, item
		case reflect.Pointer:
			t = t.Elem()
		case reflect.Slice, reflect.Map:
			t, item = t.Elem(), true
		default:
			return nil, false
		}
	}
}
