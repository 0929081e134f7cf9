package tags

import "strings"

// Set is a job's tags, in two forms.
type Set struct {
	// Properties are namespaced, for tables: governance.owner.
	Properties List
	// Flat are for cloud resources, pods and orchestrators: owner.
	Flat List
	// Unused are classifications of fields that the asset's schema does not
	// have, which produce no tag: the job's, then the source's.
	Unused []Entry
}

// List is an ordered set of tags with unique keys.
type List struct {
	Tags []Tag
	// Removed are the keys that an empty value removes. The value of such a tag
	// is the empty value of the highest level.
	Removed []Tag
}

// Derive merges the levels. The result depends only on the input, whose strings
// and slices it shares and does not change.
//
// An empty value below the infrastructure level removes the values of lower
// levels, as in the ingestion engine; an empty list does so at every level. An
// empty text among the infrastructure tags is a tag with an empty value.
func Derive(in Input) Set {
	var set Set
	properties := newLedger(16 + len(in.Asset.Fields) + len(in.Infrastructure))
	set.Unused = addClassification(properties, in)
	addGovernance(properties, in)
	addCosts(properties, in)
	for _, tag := range in.Infrastructure {
		properties.add("infrastructure."+tag.Key, InfrastructureLevel, tag.Value)
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

// addClassification adds the classification of the table and of its fields, and
// returns the entries for unknown fields.
func addClassification(properties *ledger, in Input) []Entry {
	overrides, source := byKey(in.Job.Classification), byKey(in.Source)
	def := in.Asset.Classification
	if def.List && len(def.Values) > 0 {
		def = Text(def.Values[0], def.Origin)
	}
	properties.add("classification.default", AssetLevel, def)
	properties.add("classification.default", JobLevel, overrides[tableKey])

	fields := byKey(in.Asset.Fields)
	seen := make(map[string]bool, len(fields))
	for _, field := range in.Asset.Fields {
		if seen[field.Key] {
			continue
		}
		seen[field.Key] = true
		key := "classification.fields." + field.Key
		properties.add(key, SourceLevel, source[field.Key])
		properties.add(key, AssetLevel, fields[field.Key])
		if field.Key != tableKey {
			properties.add(key, JobLevel, overrides[field.Key])
		}
	}
	var unused []Entry
	for _, entry := range in.Job.Classification {
		if entry.Key != tableKey && !seen[entry.Key] {
			unused = append(unused, Entry{entry.Key, entry.at(JobLevel)})
		}
	}
	for _, entry := range in.Source {
		if !seen[entry.Key] {
			unused = append(unused, Entry{entry.Key, entry.at(SourceLevel)})
		}
	}
	return unused
}

// tableKey is the key of the table's own classification among the job's
// overrides, even if a field has that name.
const tableKey = "default"

func addGovernance(properties *ledger, in Input) {
	properties.add("governance.retention_days", AssetLevel, in.Asset.RetentionDays)
	properties.add("governance.retention_days", JobLevel, in.Job.RetentionDays)
	properties.add("governance.owner", AssetLevel, in.Asset.Owner)
	properties.add("governance.owner", JobLevel, in.Job.Owner)
	properties.add("governance.domain", AssetLevel, in.Asset.Domain)
	properties.add("governance.data_product", AssetLevel, in.Asset.DataProduct)
	properties.add("governance.regulations", AssetLevel, in.Asset.Regulations)
}

// addCosts adds the cost properties. An infrastructure tag overrides one but does
// not create one: the engine defines these properties and has no such level.
func addCosts(properties *ledger, in Input) {
	infrastructure := byKey(in.Infrastructure)
	asset, job := in.Asset.FinOps.entries(), in.Job.FinOps.entries()
	for i, entry := range asset {
		key := "finops." + entry.Key
		properties.add(key, AssetLevel, entry.Value)
		properties.add(key, JobLevel, job[i].Value)
		if entry.Key != "business_tags" && properties.has(key) {
			properties.add(key, InfrastructureLevel, infrastructure[entry.Key])
		}
	}
}

func flat(in Input) List {
	tags := newLedger(16 + len(in.Infrastructure))
	tags.ignoreCase = true
	tags.add("tenant_id", BaseLevel, in.Tenant)
	tags.add("managed_by", BaseLevel, Text("dativo", Origin{}))
	tags.add("job_type", BaseLevel, Text("etl", Origin{}))
	tags.add("job_name", BaseLevel, in.JobName)
	tags.add("environment", BaseLevel, in.Environment)
	tags.add("owner", AssetLevel, in.Asset.Owner)
	tags.add("domain", AssetLevel, in.Asset.Domain)
	tags.add("compliance", AssetLevel, in.Asset.Regulations)
	for _, entry := range in.Asset.FinOps.entries() {
		tags.add(entry.Key, AssetLevel, entry.Value)
	}
	for _, entry := range in.Job.FinOps.entries() {
		tags.add(entry.Key, JobLevel, entry.Value)
	}
	tags.add("owner", JobLevel, in.Job.Owner)
	for _, entry := range in.Infrastructure {
		tags.add(entry.Key, InfrastructureLevel, entry.Value)
	}
	return tags.resolve()
}

// byKey indexes entries for lookup; of entries with equal keys the last one is
// used.
func byKey(entries []Entry) map[string]Value {
	values := make(map[string]Value, len(entries))
	for _, entry := range entries {
		if entry.Present() {
			values[entry.Key] = entry.Value
		}
	}
	return values
}
