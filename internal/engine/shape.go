package engine

// Kind is what a value must be, as a model of the engine reads it.
type Kind string

// Kinds of values. The models convert some: Integer takes a whole number as
// text, Boolean takes yes and no; Text takes text alone.
const (
	Any     Kind = "anything"
	Text    Kind = "string"
	Integer Kind = "integer"
	Number  Kind = "number"
	Boolean Kind = "boolean"
	Mapping Kind = "mapping"
	List    Kind = "list"
)

// Shape describes a value. The zero Shape takes anything.
type Shape struct {
	Kind Kind
	// Null: null is accepted too.
	Null bool
	// Keys are those of a mapping. Open says whether others are accepted.
	Keys []Key
	Open bool
	// Rest is the shape of the keys that are not listed.
	Rest *Shape
	// Items is the shape of a list's items.
	Items *Shape
	// Choices are the only accepted texts.
	Choices []string
	// NotEmpty: an empty text is refused.
	NotEmpty bool
	// Min and Max bound a number, where they are set.
	Min, Max *float64
}

// Key is a key of a mapping.
type Key struct {
	Name     string
	Required bool
	Shape    Shape
	// Effect says what a key does that a reader would not guess: usually
	// nothing.
	Effect string
}

// Role says which document of a run a path is in.
type Role string

// Documents of a run.
const (
	Job          Role = "job"
	Asset        Role = "asset"
	SourceRecipe Role = "source recipe"
	TargetRecipe Role = "target recipe"
	Runner       Role = "runner.yaml"
	// Container is what the platform starts: arguments and environment.
	Container Role = "container"
)

// Document is a kind of file that the engine reads.
type Document struct {
	Role Role
	// Schema is the JSON Schema that the engine checks first, if the image has
	// it; nil where none is checked.
	Schema *Shape
	// Model is what the engine builds from the file.
	Model Shape
	// Older is another form that is accepted where Model is not.
	Older *Shape
	Fact  Fact
}

// Document returns the recorded shape of a role's file.
func (v Version) Document(role Role) (Document, bool) {
	for _, d := range v.Documents {
		if d.Role == role {
			return d, true
		}
	}
	return Document{}, false
}

// key is an optional key, must a required one.
func key(name string, shape Shape) Key  { return Key{Name: name, Shape: shape} }
func must(name string, shape Shape) Key { return Key{Name: name, Required: true, Shape: shape} }

// with adds what a key does.
func (k Key) with(effect string) Key {
	k.Effect = effect
	return k
}

func text() Shape                      { return Shape{Kind: Text} }
func textNull() Shape                  { return Shape{Kind: Text, Null: true} }
func filled() Shape                    { return Shape{Kind: Text, NotEmpty: true} }
func choice(words ...string) Shape     { return Shape{Kind: Text, Choices: words} }
func boolean() Shape                   { return Shape{Kind: Boolean} }
func booleanNull() Shape               { return Shape{Kind: Boolean, Null: true} }
func integer() Shape                   { return Shape{Kind: Integer} }
func integerNull() Shape               { return Shape{Kind: Integer, Null: true} }
func list(items Shape) Shape           { return Shape{Kind: List, Items: &items} }
func listNull(items Shape) Shape       { return Shape{Kind: List, Items: &items, Null: true} }
func free() Shape                      { return Shape{Kind: Mapping, Open: true} }
func freeNull() Shape                  { return Shape{Kind: Mapping, Open: true, Null: true} }
func open(keys ...Key) Shape           { return Shape{Kind: Mapping, Open: true, Keys: keys} }
func openNull(keys ...Key) Shape       { return Shape{Kind: Mapping, Open: true, Keys: keys, Null: true} }
func closed(keys ...Key) Shape         { return Shape{Kind: Mapping, Keys: keys} }
func least(kind Kind, n float64) Shape { return Shape{Kind: kind, Min: &n} }
