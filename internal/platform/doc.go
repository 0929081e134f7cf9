// Package platform describes clouds and compute platforms as data, and turns a
// job into the Deployment that the platform's templates render.
//
// A Cloud answers what is the same on all of its platforms: regions, forms of
// references, sinks of tags, backends, its bill. A Platform answers the rest:
// sizes, schedules, required and unsupported keys. Shipped lists all of them;
// the schema's choices, the messages, the lists that commands print and the
// loops of the tests come from that list, and no other code compares with the
// name of a cloud or a platform. A new platform is a file with one value, a
// folder of templates and two examples; a cloud is another file. Missing names
// what a value lacks, and a job on an incomplete platform is refused.
//
// Normalize runs one list of steps over a job: those that all platforms share,
// then the platform's own. A step is a method of the normalizer. It fills in its
// part of the deployment and reports every problem that it finds with the path
// of the key; the caller resolves the path to file, line and column. No step
// stops at a problem, so one run reports all of them.
//
//	names           job_id.go
//	cloud data      cloud.go, cloud_aws.go, cloud_gcp.go, *_references.go
//	platform data   platform.go, aws_ecs.go, aws_eks.go, gcp_gke.go, gcp_cloud_run.go
//	shared steps    normalize.go, container.go, schedule.go, network.go, ...
//	platform steps  aws_ecs_*.go, gcp_cloud_run_*.go, kubernetes.go
//	result          variables.go, defaults.go
//
// A limit or pattern of a cloud has its source and the date of reading next to
// it.
package platform
