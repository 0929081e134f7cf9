package output

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
)

// Origin says what a module was generated from. It is part of the manifest, so it
// has nothing that differs between two machines or two runs; the zero value is that
// of a module that is not a job's.
type Origin struct {
	// Source is the path of the job file relative to the module's directory, with
	// forward slashes: it means the same whichever command rendered the module.
	Source string `json:"source,omitempty"`
	// Tenant, Job and Environment identify the job; Platform is where it runs.
	Tenant      string `json:"tenant,omitempty"`
	Job         string `json:"job,omitempty"`
	Environment string `json:"environment,omitempty"`
	Platform    string `json:"platform,omitempty"`
	// State is the location of the Terraform state; "" for a local file.
	State string `json:"state,omitempty"`
	// Tombstone marks a module that is left to destroy the resources of a job that is
	// gone.
	Tombstone bool `json:"tombstone,omitempty"`
	// Inputs is the hash of everything that was read for the module when its files
	// last changed; see InputsHash. A manifest is not written because of it alone: a new
	// comment in a project file would change the manifests of all modules.
	Inputs string `json:"inputs,omitempty"`
}

// InputsHash is the hash of a list of texts, for Origin.Inputs.
func InputsHash(texts ...[]byte) string {
	whole := sha256.New()
	for _, text := range texts {
		sum := sha256.Sum256(withLF(text)) // so that the texts cannot run into each other
		whole.Write(sum[:])
	}
	return hashPrefix + hex.EncodeToString(whole.Sum(nil))
}

// SourceOf is the path of a job file for Origin.Source: relative to the directory of
// its module. It is "" for a job without a file, and for one on another drive.
func SourceOf(dir, file string) string {
	from, err := filepath.Abs(dir)
	if err != nil || file == "" {
		return ""
	}
	to, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	relative, err := filepath.Rel(from, to)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(relative)
}
