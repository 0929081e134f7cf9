package tags

// Input is all that tags are derived from, as plain values. Absent values stay
// zero. Lists of entries keep the order of their file.
type Input struct {
	// Tenant, JobName and Environment are the job's.
	Tenant      Value
	JobName     Value
	Environment Value

	Job   JobMetadata
	Asset AssetMetadata
	// Source is what a connector said of its source: field -> classification.
	Source []Entry
	// Infrastructure is every tag of the infrastructure block.
	Infrastructure []Entry
}

// JobMetadata is what the job file says outside its infrastructure block.
type JobMetadata struct {
	FinOps FinOps
	// RetentionDays is a whole number as text; "0" is a value.
	RetentionDays Value
	// Owner may be present and empty: that removes the asset's.
	Owner Value
	// Classification is field -> classification; the key "default" is the
	// table's own.
	Classification []Entry
}

// AssetMetadata is what the data contract says.
type AssetMetadata struct {
	Owner       Value
	Domain      Value
	DataProduct Value
	Regulations Value
	// Classification is a list; its first item is the table's.
	Classification Value
	RetentionDays  Value
	FinOps         FinOps
	// Fields is the whole schema in its order: name -> classification, where
	// a field that says none has an absent value.
	Fields []Entry
}

// FinOps is the cost keys of a job or an asset.
type FinOps struct {
	CostCenter  Value
	Project     Value
	Environment Value
	// BusinessTags is a list or a text.
	BusinessTags Value
}

// entries returns the cost keys that were written, in their fixed order.
func (f FinOps) entries() [4]Entry {
	return [4]Entry{
		{"cost_center", f.CostCenter},
		{"project", f.Project},
		{"environment", f.Environment},
		{"business_tags", f.BusinessTags},
	}
}
