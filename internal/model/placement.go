package model

// Toleration lets pods run on nodes with a taint.
type Toleration struct {
	// Key of the taint. Absent: every taint, which requires the operator Exists.
	Key string `yaml:"key,omitempty" jsonschema:"minLength=1,maxLength=317,example=dedicated"`
	// Equal compares the value of the taint, Exists accepts every value. Absent: Equal.
	Operator string `yaml:"operator,omitempty" jsonschema:"enum=Equal,enum=Exists"`
	// Value of the taint.
	Value Scalar `yaml:"value,omitempty" jsonschema:"example=etl"`
	// Effect of the taint. Absent: every effect.
	Effect string `yaml:"effect,omitempty" jsonschema:"enum=NoSchedule,enum=PreferNoSchedule,enum=NoExecute"`
	// Seconds that a running pod stays on its node after a taint with the effect NoExecute is added. Absent: until it ends.
	TolerationSeconds *int `yaml:"toleration_seconds,omitempty" jsonschema:"minimum=0"`
}

// Placement is where a cluster runs the pods of a job.
type Placement struct {
	// NodeSelector are the labels that a node must have, in addition to the
	// architecture.
	NodeSelector map[string]string `yaml:"node_selector"`
	// Tolerations are the taints that a node may have.
	Tolerations []PodToleration `yaml:"tolerations"`
	// PriorityClass is an existing PriorityClass; empty for the cluster's default.
	PriorityClass string `yaml:"priority_class"`
	// ImagePullSecrets are existing Secrets with credentials of registries.
	ImagePullSecrets []string `yaml:"image_pull_secrets"`
	// Spot is true if the pods run on spot capacity.
	Spot bool `yaml:"spot"`
	// KeepNode is true if a cluster must not remove the node of a running pod.
	KeepNode bool `yaml:"keep_node"`
}

// PodToleration is a taint that a node may have.
type PodToleration struct {
	// Key, Value and Effect are those of the taint; empty for any.
	Key    string `yaml:"key"`
	Value  string `yaml:"value"`
	Effect string `yaml:"effect"`
	// Operator is Equal or Exists.
	Operator string `yaml:"operator"`
	// Evicts is true if the taint ends a running pod after EvictsAfterSeconds.
	Evicts             bool `yaml:"evicts"`
	EvictsAfterSeconds int  `yaml:"evicts_after_seconds"`
}
