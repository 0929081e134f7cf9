package document

import (
	"strings"
	"testing"
)

func TestMarshal(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "# head\na: {b: 'x', c: 0x1F} # line\nd:\n- null\n- <&>\n")
	for _, test := range []struct {
		name, format, want string
		value              any
	}{
		{"a node keeps spelling and comments", "yaml", "# head\na: {b: 'x', c: 0x1F} # line\nd:\n  - null\n  - <&>\n", doc.Root},
		{"a node as JSON", "json", "{\n  \"a\": {\n    \"b\": \"x\",\n    \"c\": 31\n  },\n  \"d\": [\n    null,\n    \"<&>\"\n  ]\n}\n", doc.Root},
		{"a struct by its yaml tags", "yaml", "x_y: 1\n", struct {
			XY int `yaml:"x_y"`
		}{1}},
	} {
		if got, err := Marshal(test.value, test.format); err != nil || string(got) != test.want {
			t.Errorf("%s: got\n%s%v, want\n%s", test.name, got, err, test.want)
		}
	}
	doc.DropComments()
	if got, _ := Marshal(doc.Root, "yaml"); strings.Contains(string(got), "#") {
		t.Errorf("comments stay:\n%s", got)
	}
}

// shape has what templates see.
type shape struct {
	Name   string
	Sides  []side
	Sizes  map[string]int
	Next   *shape
	hidden int
}

type side struct{ Length int }

// Area needs no argument.
func (s shape) Area() int { return len(s.Sides) }

// IsOpen has a pointer receiver.
func (s *shape) IsOpen() bool { return s.hidden > 0 }

// Scale needs an argument.
func (s shape) Scale(by int) int { return by }

// Pair has two results.
func (s shape) Pair() (int, int) { return 1, 2 }

// Double has a method in a list.
func (s side) Double() int { return 2 * s.Length }

func TestMarshalFields(t *testing.T) {
	t.Parallel()
	value := &shape{Name: "square", Sides: []side{{1}, {2}}, Sizes: map[string]int{"a": 1}, Next: &shape{Name: "none"}, hidden: 1}
	want := `Name: square
Sides:
  - Length: 1
    Double: 2
  - Length: 2
    Double: 4
Sizes:
  a: 1
Next:
  Name: none
  Sides: []
  Sizes: {}
  Next: null
  Area: 0
  IsOpen: false
Area: 2
IsOpen: true
`
	if got, err := MarshalFields(value); err != nil || string(got) != want {
		t.Errorf("got\n%s%v", got, err)
	}
}
