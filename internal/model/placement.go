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

// CapacityProvider is an item of a capacity provider strategy of ECS. Ranges from
// CapacityProviderStrategyItem in the ECS API reference, read 2026-11-25.
type CapacityProvider struct {
	// Name of the capacity provider: those of Fargate.
	Name string `yaml:"name" jsonschema:"required,enum=FARGATE,enum=FARGATE_SPOT"`
	// Share of the tasks, after the base of every item. Absent: 0, none but those of its base.
	Weight *int `yaml:"weight,omitempty" jsonschema:"minimum=0,maximum=1000"`
	// Number of tasks that run on this capacity provider before the weights apply; one item may have it. Absent: 0.
	Base *int `yaml:"base,omitempty" jsonschema:"minimum=0,maximum=100000"`
}

// CapacityShare is an item of a capacity provider strategy.
type CapacityShare struct {
	// Name is FARGATE or FARGATE_SPOT.
	Name string `yaml:"name"`
	// Weight and Base share out the tasks, as in the job file.
	Weight int `yaml:"weight"`
	Base   int `yaml:"base"`
}

// Placement is where a cluster runs the pods of a job, or its task on ECS.
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
	// Spot is true if the pods run on spot capacity. On ECS it is the first attempt of
	// a run that does.
	Spot bool `yaml:"spot"`
	// CapacityProviders are the capacity provider strategy of the tasks on ECS; empty
	// for the launch type FARGATE.
	CapacityProviders []CapacityShare `yaml:"capacity_providers"`
	// Interruptible is true if a task on ECS can run on Fargate Spot.
	Interruptible bool `yaml:"interruptible"`
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
