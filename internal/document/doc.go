// Package document turns the bytes of a YAML file into nodes that know their
// position, and nodes back into text. It knows nothing of jobs: what the nodes
// mean is package config's business.
//
// The stages, in order:
//
//   - Parse checks the bytes, has the YAML library decode them, and resolves
//     aliases and merge keys, within a budget.
//   - Merge combines blocks from several documents.
//   - Expand replaces variables.
//   - Decode stores the result in Go values; Marshal and OneLine print it.
//
// A node never changes once it is parsed: Merge and Expand return new nodes and
// share what stays the same. So the jobs of a fleet share the nodes of their
// project file, and every value keeps the file, line and column it comes from.
package document
