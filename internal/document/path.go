package document

import (
	"strconv"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// step is one part of a path: the key of a mapping, or an index of a list.
type step struct {
	key     string
	index   int
	isIndex bool
}

// steps takes a path apart.
func steps(path string) []step {
	var all []step
	for path != "" {
		switch {
		case strings.HasPrefix(path, "[\""):
			quoted, err := strconv.QuotedPrefix(path[1:])
			if err != nil {
				return all
			}
			key, _ := strconv.Unquote(quoted)
			all = append(all, step{key: key})
			path = strings.TrimPrefix(path[1+len(quoted):], "]")
		case path[0] == '[':
			number, rest, _ := strings.Cut(path[1:], "]")
			index, _ := strconv.Atoi(number)
			all = append(all, step{index: index, isIndex: true})
			path = rest
		default:
			path = strings.TrimPrefix(path, ".")
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			all = append(all, step{key: path[:end]})
			path = path[end:]
		}
	}
	return all
}

// Find returns the node at a path, and where to point for it: at the value,
// or, if it is not there, at the key of the nearest thing above it.
func (d *Document) Find(path string) (*Node, diag.Pos) {
	last := Entry{Key: d.Root, Value: d.Root}
	for _, s := range steps(path) {
		node := last.Value
		switch {
		case s.isIndex && s.index >= 0 && s.index < len(node.Items):
			last = Entry{node.Items[s.index], node.Items[s.index]}
		case !s.isIndex && node.Index(s.key) >= 0:
			last = node.Entries[node.Index(s.key)]
		default:
			return nil, last.Key.Pos
		}
	}
	return last.Value, last.Pos()
}

// Pos is where to point for an entry: at its value or, if that is null or has
// other values in it, at its key.
func (e Entry) Pos() diag.Pos {
	if e.Value.Kind == Scalar && !e.Value.IsNull() {
		return e.Value.Pos
	}
	return e.Key.Pos
}

// Pos is the position of a path in the file. What is missing is pointed to at
// the key of the nearest thing above it.
func (d *Document) Pos(path string) diag.Pos {
	_, at := d.Find(path)
	return at
}

// OwnPos is the position of a path in a file that is the document's own. What is
// missing, or comes from a shared file, is pointed to at the nearest thing above
// it that is not.
func (d *Document) OwnPos(path string) diag.Pos {
	for {
		if at := d.Pos(path); d.Owns(at.File) {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

// Locate gives problems that know only their path their position.
func (d *Document) Locate(problems diag.List) diag.List {
	for i := range problems {
		if problems[i].Pos == (diag.Pos{}) {
			problems[i].Pos = d.Pos(problems[i].Path)
		}
	}
	return problems
}
