// Package funcs is the functions that templates can call: a part of sprig 3.3.0
// under the same names and with the same results, without sprig's dependencies. A
// test compares the two for many arguments.
//
// The same arguments always give the same result, and no argument is modified.
// Excluded is everything that
//
//   - reads the environment, clock, network, files or random numbers;
//   - makes keys, hashes, certificates or UUIDs;
//   - returns the keys of a map in Go's random order (keys, values, and
//     whatever splits text into a map);
//   - modifies a map or list in place (set, unset, merge);
//   - formats or quotes text for a language (indent, quote, toJson): values are
//     encoded anyway;
//   - can use any amount of memory (repeat, until, seq).
//
// Some results differ. What sprig ignores or panics with is an error that says
// what was expected: an invalid regular expression, a value that is not a list, a
// division by zero. Numbers of named types are numbers. nospace keeps letters
// beyond ASCII, which sprig garbles. sortAlpha copies its list.
package funcs

// Map returns the functions by their names in templates.
func Map() map[string]any {
	all := map[string]any{}
	for _, group := range []map[string]any{texts(), patterns(), numbers(), choices(), lists(), maps()} {
		for name, function := range group {
			all[name] = function
		}
	}
	return all
}
