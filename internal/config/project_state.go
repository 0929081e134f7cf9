package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// statePaths are the keys of a block that name the Terraform state.
func statePaths() []string {
	return []string{paths.BelowInfrastructure(paths.TerraformBackendKey), paths.BelowInfrastructure(paths.TerraformBackendPrefix)}
}

// scope is what a block of the project file applies to.
type scope struct {
	oneTenant      bool // the jobs of one tenant
	oneEnvironment bool // one environment
}

// checkState reports a block of the project file, at a path, that gives several
// modules the same state, which they would overwrite for each other.
func (p *Project) checkState(problems *diag.List, at string, s scope) {
	block, _ := p.Document.Find(at)
	for _, key := range statePaths() {
		where := at + "." + key
		text := document.TextAt(key, blocks(block)...)
		if text == "" || !checkPlaceholders(problems, where, document.Variable.ReplaceAllString(text, "")) {
			continue
		}
		var lacks []string
		for _, name := range []string{"{tenant}", "{job}"} {
			if !strings.Contains(text, name) && !(s.oneTenant && name == "{tenant}") {
				lacks = append(lacks, name)
			}
		}
		if len(lacks) > 0 {
			problems.Errorf("shared", where, "several jobs would share one Terraform state: missing %s", strings.Join(lacks, " and ")).
				Hint = ownState
			continue
		}
		p.checkEnvironments(problems, where, key, text, s.oneEnvironment)
	}
}

const ownState = "remove it for the default, dativo/{tenant}/{job}/{environment}"

// checkEnvironments reports environments in which a job would share one state,
// named by text: those that set the same text and, unless the text is that of one
// environment, those that set none, each without a bucket of its own. A variable
// may distinguish them.
func (p *Project) checkEnvironments(problems *diag.List, where, key, text string, oneEnvironment bool) {
	if strings.Contains(text, "{environment}") || document.Variable.MatchString(text) {
		return
	}
	byBucket := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(p.Settings.Environments)) {
		over := blocks(p.block(diag.KeyPath(paths.ProjectEnvironments, name)))
		if own := document.TextAt(key, over...); own == text || own == "" && !oneEnvironment {
			bucket := document.TextAt(paths.BelowInfrastructure(paths.TerraformBackendBucket), over...)
			byBucket[bucket] = append(byBucket[bucket], name)
		}
	}
	for _, bucket := range slices.Sorted(maps.Keys(byBucket)) {
		if names := byBucket[bucket]; len(names) > 1 {
			problems.Errorf("shared", where, "%s would share one Terraform state: missing {environment}", andList(names)).Hint = ownState
			return
		}
	}
}

// checkOwnState is checkEnvironments for a job's own block.
func (p *Project) checkOwnState(own *document.Node) diag.List {
	var problems diag.List
	for _, key := range statePaths() {
		if text := document.TextAt(key, own); text != "" {
			p.checkEnvironments(&problems, paths.Infrastructure+"."+key, key, text, false)
		}
	}
	return problems
}

// blocks is a list of the block, empty for nil.
func blocks(block *document.Node) []*document.Node {
	if block == nil {
		return nil
	}
	return []*document.Node{block}
}

// andList joins at least two words for a sentence.
func andList(words []string) string {
	last := len(words) - 1
	return fmt.Sprintf("%s and %s", strings.Join(words[:last], ", "), words[last])
}
