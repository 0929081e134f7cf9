package export

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// DagsterAsset is what a Dagster asset, and the runs that fill it, carry: the
// arguments of AssetSpec, and the tags of its job.
type DagsterAsset struct {
	// Key is the asset's name in the job file.
	Key string `yaml:"key,omitempty"`
	// Tags are definition tags.
	Tags map[string]string `yaml:"tags"`
	// Owners are addresses, or team:NAME.
	Owners []string `yaml:"owners"`
	// Metadata are the table properties, in full.
	Metadata map[string]string `yaml:"metadata"`
	// RunTags are for the job that fills the asset: the limits of a run queue
	// compare them, and Dagster does not take them from the asset.
	RunTags map[string]string `yaml:"run_tags"`
}

// Dagster returns what Dagster takes of a job's tags.
func Dagster(subject Subject) (DagsterAsset, diag.List) {
	definition, problems := sanitize(subject.Set.Flat.Tags, tags.Dagster)
	run, more := sanitize(subject.Set.Flat.Tags, tags.DagsterRun)
	owners, ofOwners := dagsterOwners(subject.Set.Flat.Tags)
	asset := DagsterAsset{
		Key: subject.Asset, Tags: tags.Map(definition), Owners: owners,
		Metadata: map[string]string{}, RunTags: tags.Map(run),
	}
	for _, tag := range subject.Set.Properties.Tags {
		asset.Metadata[tag.Key] = tag.FullText()
	}
	return asset, append(append(problems, more...), ofOwners...)
}

// dagsterOwners spells the owners as Dagster takes them: an email address, or
// "team:" and any text (dagster _core/definitions/utils.py, is_valid_owner,
// read 2026-11-22).
func dagsterOwners(set []tags.Tag) ([]string, diag.List) {
	owners := []string{}
	tag, ok := find(set, "owner")
	if !ok {
		return owners, nil
	}
	var problems diag.List
	for _, item := range tag.Values {
		for owner := range strings.SplitSeq(item, ",") {
			owner = strings.TrimSpace(owner)
			team, isTeam := strings.CutPrefix(owner, "team:")
			switch {
			case owner == "" || isTeam && team == "":
				continue
			case isTeam || isEmail(owner):
				owners = append(owners, owner)
				continue
			case strings.Contains(owner, "@"):
				problems.Warnf(tags.CodeChanged, tag.Origin.Path, "the owner %q is not an address that Dagster takes: it becomes the team %q", owner, owner).
					Hintf("write one address, or team:NAME").Pos = tag.Origin.Pos
			}
			owners = append(owners, "team:"+owner)
		}
	}
	return owners, problems
}

// isEmail reports whether a text is what Dagster takes for an address:
// [A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,7}. Being stricter than Dagster
// costs an owner the word team; being laxer would stop its code location.
func isEmail(text string) bool {
	local, domain, found := strings.Cut(text, "@")
	dot := strings.LastIndexByte(domain, '.')
	if !found || local == "" || dot < 1 {
		return false
	}
	last := domain[dot+1:]
	return all(local, "._%+-", true) && all(domain[:dot], ".-", true) &&
		len(last) >= 2 && len(last) <= 7 && all(last, "", false)
}

// all reports whether a text is ASCII letters, the given signs and, if digits
// is set, digits alone.
func all(text, signs string, digits bool) bool {
	for _, char := range text {
		letter := 'a' <= char && char <= 'z' || 'A' <= char && char <= 'Z'
		digit := '0' <= char && char <= '9'
		if !letter && !(digits && digit) && !strings.ContainsRune(signs, char) {
			return false
		}
	}
	return true
}
