package tags

import "slices"

// Names of the sinks that other packages use.
const (
	AWS                   = "aws"
	GCP                   = "gcp"
	GKE                   = "gke"
	Kubernetes            = "kubernetes"
	KubernetesAnnotations = "kubernetes-annotations"
	Dagster               = "dagster"
	DagsterRun            = "dagster-run"
	Iceberg               = "iceberg"
)

// Sinks returns all sinks, the clouds first.
//
// "aws" is the intersection of the rules of all services that a module tags,
// because one map of default_tags applies to all of them: IAM compares keys
// without regard to case, and EventBridge Scheduler and CloudWatch alarms allow
// no empty values. A tag with an empty value is omitted there and reported,
// because any other value would be invented.
//
// "gcp" is the ASCII part of Google's rule. Most services also allow
// international lowercase letters, but Cloud Storage does not allow them in keys,
// and one map of labels applies to all of them.
func Sinks() []Sink {
	return slices.Concat(awsSinks(), gcpSinks(), kubernetesSinks(), engineSinks())
}

func awsSinks() []Sink {
	return []Sink{
		awsSink(Sink{
			Name: AWS, Title: "AWS tags", Cloud: true, IgnoreCase: true, Value: awsValue(1, 256),
			Source: "the strictest of botocore 1.43.11 (ecs, iam, logs, scheduler), " +
				"cfn-lint 1.51.0 (AWS::CloudWatch::Alarm) and the IAM guide's id_tags",
		}),
		awsSink(Sink{
			Name: "aws-iam", Title: "IAM role tags", Of: AWS, IgnoreCase: true, Value: awsValue(0, 256),
			Source: "botocore 1.43.11 iam tagKeyType, tagValueType; IAM guide id_tags for case",
		}),
		awsSink(Sink{
			Name: "aws-ecs", Title: "ECS tags", Of: AWS, Value: awsValue(0, 256),
			Source: "botocore 1.43.11 ecs TagKey, TagValue, Tags; ECS guide ecs-using-tags",
		}),
		awsSink(Sink{
			Name: "aws-logs", Title: "CloudWatch Logs tags", Of: AWS, Value: awsValue(0, 256),
			Source: "botocore 1.43.11 logs TagKey, TagValue",
		}),
		awsSink(Sink{
			Name: "aws-scheduler", Title: "EventBridge schedule group tags", Of: AWS, Value: awsValue(1, 256), MaxTags: 200,
			Source: "botocore 1.43.11 scheduler TagKey, TagValue, TagList",
		}),
		awsSink(Sink{
			Name: "aws-alarm", Title: "CloudWatch alarm tags", Of: AWS, Value: awsValue(1, 256),
			Source: "cfn-lint 1.51.0 AWS::CloudWatch::Alarm; botocore 1.43.11 cloudwatch takes an empty value",
		}),
		awsSink(Sink{
			Name: "aws-events", Title: "EventBridge rule tags", Of: AWS, Value: awsValue(0, 256),
			Source: "botocore 1.43.11 events TagKey, TagValue; characters from the ECS guide's ecs-using-tags",
		}),
		awsSink(Sink{
			Name: "aws-sqs", Title: "SQS tags", Of: AWS, Value: awsValue(0, 256),
			Source: "botocore 1.43.11 sqs TagMap, which has no limits; lengths and characters from the ECS guide's ecs-using-tags",
		}),
		awsSink(Sink{
			// No module creates a repository, so "aws" does not include this one.
			Name: "aws-ecr", Title: "ECR repository tags", Key: awsKey(127), Value: awsValue(1, 255),
			Source: "cfn-lint 1.51.0 AWS::ECR::Repository",
		}),
	}
}

func gcpSinks() []Sink {
	return []Sink{
		{
			Name: GCP, Title: "GCP labels", Cloud: true,
			Source: "gcloud 528 labels_util; google provider 7.45 resource_storage_bucket.go, monitoring_alert_policy",
			Read:   "2026-11-22",
			Key: Rule{Allowed: gcpText, First: lowerLetter, Charset: gcpCharset, Ends: "start with a lowercase letter", Min: 1,
				Max: 63, Lower: true, Lead: "tag_"},
			Value:    Rule{Allowed: gcpText, Charset: gcpCharset, Max: 63, Lower: true},
			Joiner:   "_",
			Reserved: Reserved{KeyPrefixes: []string{"goog-"}},
			MaxTags:  64,
			FullText: KubernetesAnnotations,
		},
		{
			Name: GKE, Title: "GKE labels",
			Source: "the intersection of gcloud 528 labels_util and apimachinery 0.33.4 IsQualifiedName, IsValidLabelValue",
			Read:   "2026-11-22",
			Key: Rule{Allowed: gcpText, First: lowerLetter, Last: lowerAlphanumeric, Charset: gcpCharset,
				Ends: "start with a lowercase letter and end with a letter or digit", Min: 1, Max: 63, Lower: true, Lead: "tag_"},
			Value: Rule{Allowed: gcpText, First: lowerAlphanumeric, Last: lowerAlphanumeric, Charset: gcpCharset,
				Ends: labelEnds, Max: 63, Lower: true},
			Joiner:   "_",
			Reserved: Reserved{KeyPrefixes: []string{"goog-"}},
			MaxTags:  64,
			FullText: KubernetesAnnotations,
		},
	}
}

func kubernetesSinks() []Sink {
	return []Sink{
		{
			Name: Kubernetes, Title: "Kubernetes labels",
			Source: "apimachinery 0.33.4 validation.IsQualifiedName, IsValidLabelValue; " +
				"AWS CUR guide split-cost-allocation-data-kubernetes-labels",
			Read:      "2026-11-22",
			Key:       labelKey(),
			Value:     Rule{Allowed: labelText, First: alphanumeric, Last: alphanumeric, Charset: labelCharset, Ends: labelEnds, Max: 63},
			Namespace: isSubdomain,
			Joiner:    "_",
			Reserved:  Reserved{Domains: []string{"kubernetes.io", "k8s.io"}},
			Imported:  50,
			FullText:  KubernetesAnnotations,
		},
		{
			Name: KubernetesAnnotations, Title: "Kubernetes annotations",
			Source:    "apimachinery 0.33.4 ValidateAnnotations, TotalAnnotationSizeLimitB",
			Read:      "2026-11-22",
			Key:       labelKey(),
			Namespace: isSubdomainIgnoringCase,
			Joiner:    ",",
			Reserved:  Reserved{Domains: []string{"kubernetes.io", "k8s.io"}, IgnoreCase: true},
			MaxBytes:  256 << 10,
		},
	}
}

// engineSinks are the sinks of orchestrators and tables.
func engineSinks() []Sink {
	return []Sink{
		{
			Name: Dagster, Title: "Dagster definition tags",
			Source:    "dagster _core/definitions/definitions_tags and _utils/tags: validate_tag_strict",
			Read:      "2026-11-22",
			Key:       Rule{Allowed: labelText, Charset: labelCharset, Min: 1, Max: 63},
			Value:     Rule{Allowed: labelText, Charset: labelCharset, Max: 63},
			Namespace: isDagsterNamespace,
			Joiner:    "_",
			Reserved:  Reserved{KeyPrefixes: dagsterOwn(), Free: []string{"dagster/kind/"}},
		},
		{
			// Keys that break the rule for definition tags are deprecated, not refused.
			Name: DagsterRun, Title: "Dagster run tags",
			Source:   "dagster _utils/tags: normalize_tags",
			Read:     "2026-11-22",
			Key:      Rule{Min: 1},
			Joiner:   ",",
			Reserved: Reserved{KeyPrefixes: dagsterOwn()},
		},
		{
			Name: Iceberg, Title: "Iceberg table properties",
			Source: "Iceberg spec, table metadata; org.apache.iceberg.TableProperties.RESERVED_PROPERTIES",
			Read:   "2026-11-22",
			Key:    Rule{Min: 1},
			Joiner: ",",
			Reserved: Reserved{
				Keys: []string{
					"format-version", "uuid", "snapshot-count",
					"current-snapshot-summary", "current-snapshot-id", "current-snapshot-timestamp-ms",
					"current-schema", "default-partition-spec", "default-sort-order",
				},
				// These change the behavior of the table.
				KeyPrefixes: []string{"write.", "read.", "commit.", "history.", "gc.", "engine.", "compatibility."},
			},
		},
	}
}

const (
	gcpCharset   = "lowercase letters, digits, _ and -"
	labelCharset = "letters, digits, _, . and -"
	labelEnds    = "start and end with a letter or digit"
)

// awsSink adds the rules that all AWS services share.
func awsSink(sink Sink) Sink {
	sink.Read = "2026-11-22"
	sink.Joiner = "+"
	// The ECS guide reserves the prefix for keys and values, in any case.
	sink.Reserved = Reserved{KeyPrefixes: []string{"aws:"}, ValuePrefixes: []string{"aws:"}, IgnoreCase: true}
	if sink.Key.Max == 0 {
		sink.Key = awsKey(128)
	}
	if sink.MaxTags == 0 {
		sink.MaxTags = 50
	}
	return sink
}

const awsCharset = "letters, digits, spaces and _ . : / = + - @"

func awsKey(longest int) Rule {
	return Rule{Allowed: awsText, Charset: awsCharset, Min: 1, Max: longest}
}

func awsValue(shortest, longest int) Rule {
	return Rule{Allowed: awsText, Charset: awsCharset, Min: shortest, Max: longest}
}

// labelKey is the rule for a label's or annotation's key after its namespace.
func labelKey() Rule {
	return Rule{Allowed: labelText, First: alphanumeric, Last: alphanumeric, Charset: labelCharset, Ends: labelEnds, Min: 1, Max: 63}
}

// dagsterOwn are the prefixes of Dagster's system tags and hidden tags.
func dagsterOwn() []string { return []string{"dagster/", ".dagster/"} }
