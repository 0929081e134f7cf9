package tags

// Input is the metadata that tags are derived from, as plain values. Absent
// values are zero. Entries are in the order of their file.
type Input struct {
	// Tenant, JobName and Environment identify the job.
	Tenant      Value
	JobName     Value
	Environment Value

	Job   JobMetadata
	Asset AssetMetadata
	// Source is the connector's classification of its source, by field.
	Source []Entry
	// Infrastructure are the tags of the infrastructure block.
	Infrastructure []Entry
}

// JobMetadata is the metadata of the job file outside its infrastructure block.
type JobMetadata struct {
	FinOps FinOps
	// RetentionDays is a whole number as text; "0" is a value.
	RetentionDays Value
	// Owner may be present but empty, which removes the asset's owner.
	Owner Value
	// Classification is by field; the key "default" is the table's own.
	Classification []Entry
}

// AssetMetadata is the metadata of the data contract.
type AssetMetadata struct {
	Owner       Value
	Domain      Value
	DataProduct Value
	Regulations Value
	// Classification is a list; its first item is the table's.
	Classification Value
	RetentionDays  Value
	FinOps         FinOps
	// Fields is the whole schema in its order, with the classification of each
	// field, which may be absent.
	Fields []Entry
}

// FinOps are the cost keys of a job or an asset.
type FinOps struct {
	CostCenter  Value
	Project     Value
	Environment Value
	// BusinessTags is a list or a text.
	BusinessTags Value
}

// entries returns the cost keys in a fixed order; values may be absent.
func (f FinOps) entries() [4]Entry {
	return [4]Entry{
		{"cost_center", f.CostCenter},
		{"project", f.Project},
		{"environment", f.Environment},
		{"business_tags", f.BusinessTags},
	}
}
