package export

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// DagsterAsset is the metadata of a Dagster asset and of its runs: arguments of
// AssetSpec, and the tags of its job.
type DagsterAsset struct {
	// Key is the asset's name in the job file.
	Key string `yaml:"key,omitempty"`
	// Tags are definition tags.
	Tags map[string]string `yaml:"tags"`
	// Owners are addresses, or team:NAME.
	Owners []string `yaml:"owners"`
	// Metadata are the table properties, unchanged.
	Metadata map[string]string `yaml:"metadata"`
	// RunTags are for the job that materializes the asset. The limits of a run
	// queue compare run tags, which Dagster does not take from the asset.
	RunTags map[string]string `yaml:"run_tags"`
}

// Dagster formats a job's tags for Dagster.
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

// dagsterOwners returns the owners in Dagster's form: an email address, or
// "team:" followed by any text (dagster _core/definitions/utils.py,
// is_valid_owner, read 2026-11-22).
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
				problems.Warnf(tags.CodeChanged, tag.Origin.Path, "invalid email address %q for Dagster: the owner becomes the team %q",
					owner, owner).
					Hintf("use one email address, or team:NAME").Pos = tag.Origin.Pos
			}
			owners = append(owners, "team:"+owner)
		}
	}
	return owners, problems
}

// isEmail reports whether Dagster accepts a text as an email address:
// [A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,7}. If this check were stricter
// than Dagster's, an owner would become a team; if it were laxer, the code
// location would fail to load.
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

// all reports whether a text has only ASCII letters, the given signs and, if
// digits is set, digits.
func all(text, signs string, digits bool) bool {
	for _, char := range text {
		letter := 'a' <= char && char <= 'z' || 'A' <= char && char <= 'Z'
		digit := '0' <= char && char <= '9'
		if !letter && (!digits || !digit) && !strings.ContainsRune(signs, char) {
			return false
		}
	}
	return true
}
