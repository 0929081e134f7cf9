// Package engine describes the ingestion engine that runs inside the container:
// what a run reads, calls, writes and means, as dated tables, one set for each
// version of the engine.
//
// The tables are recorded facts, each with its source. Everything else derives
// from them: Needs asks what one job needs, Takes whether the engine accepts a
// document, Commands what the image can start. The package reads no file, no
// environment and no clock, and knows no cloud beyond the name of a call.
//
// A deployment may run another image. Its version is None: the tables are
// empty, and so is every answer.
package engine

import "strings"

// Names of the versions, as a project file gives them.
const (
	Main           = "main"
	Infrastructure = "infrastructure"
	None           = "none"
)

// Recorded is the day on which the tables were compared with the engine's code
// and, where a fact says so, with a run of it.
const Recorded = "2026-11-25"

// Repository holds the engine's code. The file and line of a Fact are those of
// Main's commit unless the fact names another.
const Repository = "https://github.com/dativo-io/dativo-ingest"

// Seen says how a fact is known.
type Seen string

// A fact was run with the real engine, read in its code or documented by a
// vendor.
const (
	Ran    Seen = "ran"
	Read   Seen = "read"
	Vendor Seen = "vendor"
)

// Fact is the source of a row: a file and line below src/dativo_ingest, or a
// path that begins with another folder of the repository.
type Fact struct {
	At   string
	Seen Seen
}

// Version is one published state of the engine.
type Version struct {
	// Name is the value of a project file's setting.
	Name string
	// Commit, in full, and Date are of the state that the tables describe.
	Commit, Date string
	// Title says what distinguishes the version.
	Title string
	// RecipeIncremental: a recipe's incremental block turns incremental runs on.
	// Otherwise only the job's does.
	RecipeIncremental bool
	// JobCatalog: the job's top-level catalog block is read.
	JobCatalog bool
	// Sandbox: plugins can be started in a container of their own.
	Sandbox bool

	Connectors   []Connector
	Sources      []Source
	Variables    []Variable
	Catalogs     []Catalog
	Commands     []Command
	Outcomes     []Outcome
	Lines        []Line
	Layout       []Path
	Packages     []Package
	Managers     []SecretManager
	Placeholders []Placeholder
	Documents    []Document
}

// Versions lists the versions that are published, the default first. None is
// not among them.
func Versions() []Version {
	return []Version{mainVersion(), infrastructureVersion()}
}

// Find returns a version by name. The empty name is the default; None is the
// version without facts. It builds the tables: find a version once, not once for
// each job.
func Find(name string) (Version, bool) {
	if strings.EqualFold(name, None) {
		return Version{Name: None, Title: "Another image: nothing is assumed of it."}, true
	}
	for _, v := range Versions() {
		if name == "" || v.Name == name {
			return v, true
		}
	}
	return Version{}, false
}

// Known reports whether the tables describe the image. It is false for None.
func (v Version) Known() bool { return v.Name != "" && v.Name != None }

// mainVersion is the engine's main branch.
func mainVersion() Version {
	return Version{
		Name: Main, Commit: "6794f0256e023261e15648d62fa81a4c4e790466", Date: "2025-11-30",
		Title:      "The main branch.",
		JobCatalog: true, Sandbox: true,
		Connectors: connectors(), Sources: sources(), Variables: variables(), Catalogs: catalogs(),
		Commands: mainCommands(), Outcomes: outcomes(), Lines: lines(), Layout: layout(),
		Packages: packages(), Managers: secretManagers(), Placeholders: placeholders(), Documents: mainDocuments(),
	}
}

// infrastructureVersion is the branch whose job files take an infrastructure
// block. It was never merged into main.
func infrastructureVersion() Version {
	v := mainVersion()
	v.Name, v.Commit, v.Date = Infrastructure, "368af8ac42f8c1959b71b718d31ab0e772239a17", "2025-11-26"
	v.Title = "The branch whose job files take an infrastructure block; never merged into main."
	v.RecipeIncremental, v.JobCatalog, v.Sandbox = true, false, false
	v.Commands = infrastructureCommands()
	v.Documents = infrastructureDocuments()
	v.Catalogs = onlyRecipeCatalogs(v.Catalogs)
	v.Lines = linesWithoutCatalogs(v.Lines)
	v.Variables = variablesWithoutCatalogs(v.Variables)
	return v
}
