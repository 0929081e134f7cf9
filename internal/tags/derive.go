package tags

import "strings"

// Set is a job's tags, in its two forms.
type Set struct {
	// Properties are namespaced, for tables: governance.owner.
	Properties List
	// Flat are for cloud resources, pods and orchestrators: owner.
	Flat List
	// Unused are classifications by the job or the source for a field that the
	// asset's schema doesn't have, in the order written, the job's first. They
	// become no tag.
	Unused []Entry
}

// List is an ordered set of tags: each key is there once.
type List struct {
	Tags []Tag
	// Withdrawn are keys whose values were all emptied, and so are no tags. A
	// withdrawn key's own value is the empty one that was written last.
	Withdrawn []Tag
}

// Derive merges the four levels. The result depends on the input alone, shares
// its strings and slices, and never changes them.
//
// An empty value below the infrastructure level withdraws what lower levels
// said, as in the ingestion engine; an empty list does so at every level. An
// empty text among the infrastructure tags is a tag with an empty value.
func Derive(in Input) Set {
	var set Set
	properties := newLedger(16 + len(in.Asset.Fields) + len(in.Infrastructure))
	set.Unused = classify(properties, in)
	govern(properties, in)
	finopsProperties(properties, in)
	for _, tag := range in.Infrastructure {
		properties.note("infrastructure."+tag.Key, InfrastructureLevel, tag.Value)
	}
	set.Properties = properties.resolve()
	for i, tag := range set.Properties.Tags {
		if strings.HasPrefix(tag.Key, "classification.") {
			set.Properties.Tags[i].Value = Text(strings.ToLower(tag.FullText()), tag.Origin)
		}
	}
	set.Flat = flat(in)
	return set
}

// classify notes the table's classification and its fields', and
// returns what names no field.
func classify(properties *ledger, in Input) []Entry {
	overrides, source := byKey(in.Job.Classification), byKey(in.Source)
	def := in.Asset.Classification
	if def.List && len(def.Values) > 0 {
		def = Text(def.Values[0], def.Origin)
	}
	properties.note("classification.default", AssetLevel, def)
	properties.note("classification.default", JobLevel, overrides[tableKey])

	fields := byKey(in.Asset.Fields)
	seen := make(map[string]bool, len(fields))
	for _, field := range in.Asset.Fields {
		if seen[field.Key] {
			continue
		}
		seen[field.Key] = true
		key := "classification.fields." + field.Key
		properties.note(key, SourceLevel, source[field.Key])
		properties.note(key, AssetLevel, fields[field.Key])
		if field.Key != tableKey {
			properties.note(key, JobLevel, overrides[field.Key])
		}
	}
	var unused []Entry
	for _, entry := range in.Job.Classification {
		if entry.Key != tableKey && !seen[entry.Key] {
			unused = append(unused, Entry{entry.Key, entry.Value.at(JobLevel)})
		}
	}
	for _, entry := range in.Source {
		if !seen[entry.Key] {
			unused = append(unused, Entry{entry.Key, entry.Value.at(SourceLevel)})
		}
	}
	return unused
}

// tableKey is the classification override that is the table's, even where a
// field has that name.
const tableKey = "default"

func govern(properties *ledger, in Input) {
	properties.note("governance.retention_days", AssetLevel, in.Asset.RetentionDays)
	properties.note("governance.retention_days", JobLevel, in.Job.RetentionDays)
	properties.note("governance.owner", AssetLevel, in.Asset.Owner)
	properties.note("governance.owner", JobLevel, in.Job.Owner)
	properties.note("governance.domain", AssetLevel, in.Asset.Domain)
	properties.note("governance.data_product", AssetLevel, in.Asset.DataProduct)
	properties.note("governance.regulations", AssetLevel, in.Asset.Regulations)
}

// finopsProperties lets an infrastructure tag replace a cost property, never
// make one: the property is the engine's, which doesn't know that level.
func finopsProperties(properties *ledger, in Input) {
	infrastructure := byKey(in.Infrastructure)
	asset, job := in.Asset.FinOps.entries(), in.Job.FinOps.entries()
	for i, entry := range asset {
		key := "finops." + entry.Key
		properties.note(key, AssetLevel, entry.Value)
		properties.note(key, JobLevel, job[i].Value)
		if entry.Key != "business_tags" && properties.has(key) {
			properties.note(key, InfrastructureLevel, infrastructure[entry.Key])
		}
	}
}

func flat(in Input) List {
	tags := newLedger(16 + len(in.Infrastructure))
	tags.note("tenant_id", BaseLevel, in.Tenant)
	tags.note("managed_by", BaseLevel, Text("dativo", Origin{}))
	tags.note("job_type", BaseLevel, Text("etl", Origin{}))
	tags.note("job_name", BaseLevel, in.JobName)
	tags.note("environment", BaseLevel, in.Environment)
	tags.note("owner", AssetLevel, in.Asset.Owner)
	tags.note("domain", AssetLevel, in.Asset.Domain)
	tags.note("compliance", AssetLevel, in.Asset.Regulations)
	for _, entry := range in.Asset.FinOps.entries() {
		tags.note(entry.Key, AssetLevel, entry.Value)
	}
	for _, entry := range in.Job.FinOps.entries() {
		tags.note(entry.Key, JobLevel, entry.Value)
	}
	tags.note("owner", JobLevel, in.Job.Owner)
	for _, entry := range in.Infrastructure {
		tags.note(entry.Key, InfrastructureLevel, entry.Value)
	}
	return tags.resolve()
}

// ledger gathers what each level says of each key, keys in the order first
// heard, levels from low to high.
type ledger struct {
	index map[string]int
	lines []line
}

type line struct {
	key  string
	said []Value
}

func newLedger(size int) *ledger {
	return &ledger{index: make(map[string]int, size), lines: make([]line, 0, size)}
}

// note adds what a level says; an absent value says nothing.
func (l *ledger) note(key string, level Level, value Value) {
	if !value.Present() {
		return
	}
	i, ok := l.index[key]
	if !ok {
		i = len(l.lines)
		l.index[key] = i
		l.lines = append(l.lines, line{key: key})
	}
	l.lines[i].said = append(l.lines[i].said, value.at(level))
}

// has reports whether the key would be a tag by what was said so far.
func (l *ledger) has(key string) bool {
	i, ok := l.index[key]
	return ok && l.lines[i].winner() >= 0
}

// winner is the index of the value that counts, or -1 if there is none.
func (l line) winner() int {
	base, winner := -1, -1
	for i, value := range l.said {
		switch {
		case withdraws(value):
			// A job's environment is a fact about the job: an empty cost key
			// withdraws other cost keys, not that.
			winner = base
		case value.Origin.Level == BaseLevel:
			base, winner = i, i
		default:
			winner = i
		}
	}
	return winner
}

// withdraws reports whether a value takes back what lower levels said.
func withdraws(v Value) bool {
	return v.blank() && (v.List || v.Origin.Level != InfrastructureLevel)
}

func (l *ledger) resolve() List {
	list := List{Tags: make([]Tag, 0, len(l.lines))}
	for _, line := range l.lines {
		winner := line.winner()
		withdrawn := winner < 0
		if withdrawn {
			winner = len(line.said) - 1
		}
		tag := Tag{Key: line.key, Value: line.said[winner]}
		for i := len(line.said) - 1; i >= 0; i-- {
			if i != winner {
				tag.Shadowed = append(tag.Shadowed, line.said[i])
			}
		}
		if withdrawn {
			list.Withdrawn = append(list.Withdrawn, tag)
		} else {
			list.Tags = append(list.Tags, tag)
		}
	}
	return list
}

// byKey is for look-ups alone; of two entries with one key the later that was
// written counts.
func byKey(entries []Entry) map[string]Value {
	values := make(map[string]Value, len(entries))
	for _, entry := range entries {
		if entry.Present() {
			values[entry.Key] = entry.Value
		}
	}
	return values
}
