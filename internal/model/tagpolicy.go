package model

// TagPolicy holds the rules for the tags of jobs: the file of --tag-policy.
type TagPolicy struct {
	// Rules for every job, by tag key.
	Tags map[string]TagRule `yaml:"tags,omitempty"`
	// Rules for the jobs of one environment, by its name and then by tag key. The keys that such a rule sets override those of the general rule.
	Environments map[string]map[string]TagRule `yaml:"environments,omitempty"`
}

// TagRule is the rule for one tag. Absent keys are not checked.
type TagRule struct {
	// Whether every job must have the tag, with a value.
	Required *bool `yaml:"required,omitempty"`
	// Allowed values. Each item of a list must be one of them.
	Values []Scalar `yaml:"values,omitempty"`
	// Regular expression (RE2) that the whole value must match, or each item of a list.
	Pattern *string `yaml:"pattern,omitempty"`
}

// AWSTagPolicy is a tag policy of AWS Organizations with its operators resolved: the
// effective policy if this document alone applied.
type AWSTagPolicy struct {
	Tags []AWSTagRule
}

// AWSTagRule is the rule of a tag policy of AWS Organizations for one key.
type AWSTagRule struct {
	// Path is the path of the rule in the document.
	Path string
	// Key is the tag's key in its only compliant capitalization.
	Key string
	// KeyPath is the path of the capitalization, or Path without one.
	KeyPath string
	// Values are the compliant values; one "*" in a value matches any text. Nil:
	// any value complies.
	Values []AWSTagValue
	// Required is true if the document reports resources without the tag.
	Required bool
}

// AWSTagValue is a value of an AWSTagRule, with its path in the document.
type AWSTagValue struct {
	Text, Path string
}
