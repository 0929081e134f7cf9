package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// The roles of a run, as addresses.
const (
	taskRole      = "aws_iam_role.task"
	executionRole = "aws_iam_role.execution"
)

// awsCall is a call that a run makes with one of its roles.
type awsCall struct {
	role string
	iamRequest
	why string
	// refused must be denied: it is next to what the run needs.
	refused bool
}

// unneededGrants are the statements that no known call needs, by the engine in the
// image, and why.
var unneededGrants = map[string]map[string]string{
	engine.None: {
		"LocateBucket": ownImage, "ListObjects": ownImage, "UseObjects": ownImage, "UseBucketKey": ownImage, "PutMetrics": ownImage,
		"ListBucket1": jobFile, "ListBucket2": jobFile, "ReadBuckets": jobFile, "WriteBuckets": jobFile, "DecryptBuckets": jobFile,
		"EncryptBuckets": jobFile, "SendEvents": jobFile,
	},
}

// ownImage is why nothing is held against what an image without the engine does.
const ownImage = "what an image of one's own calls is not known: it gets the use of the bucket, its key and the metrics that the job names"

// jobFile is why nothing is held against grants that the job file asks for: see
// TestPermissionsOfTheJobFile.
const jobFile = "the job file asks for it"

// awsProblems holds the policies of the roles that a module creates against the
// calls of a run, both ways.
func (m *module) awsProblems(t testing.TB, needs engine.Needs) []string {
	t.Helper()
	calls := slices.Concat(m.engineAWSCalls(needs), m.startCalls(), m.stateCalls())
	var problems []string
	for _, role := range []string{taskRole, executionRole} {
		statements := m.rolePolicies(t, role)
		own := slices.DeleteFunc(slices.Clone(calls), func(c awsCall) bool { return c.role != role })
		if m.existingRole(role) {
			continue // its policies are not the module's
		}
		for _, c := range own {
			if by, ok := allows(statements, c.iamRequest); ok == c.refused {
				problems = append(problems, fmt.Sprintf("%s: %s of %s (%s): allowed is %t, by %q", role, c.action, c.resource, c.why, ok, by))
			}
		}
		for i, s := range statements {
			if unneededGrants[m.deployment.Engine][s.Sid] != "" {
				continue
			}
			for _, part := range s.parts() {
				needed := slices.ContainsFunc(own, func(c awsCall) bool {
					_, ok := allows([]iamStatement{part}, c.iamRequest)
					return ok && !c.refused
				})
				if !needed {
					problems = append(problems, fmt.Sprintf("%s: statement %d (%s): no call needs %v of %v", role, i, s.Sid, part.Action, part.Resource))
				}
			}
		}
	}
	return problems
}

// existingRole reports whether the module uses a role that it does not create.
func (m *module) existingRole(role string) bool {
	id := m.deployment.Identity
	return role == taskRole && id.TaskRoleARN != "" || role == executionRole && id.ExecutionRoleARN != ""
}

// parts are a statement taken apart: one action, one resource and one value of
// each condition at a time.
func (s iamStatement) parts() []iamStatement {
	var parts []iamStatement
	for _, action := range s.Action {
		for _, resource := range s.Resource {
			one := iamStatement{Sid: s.Sid, Effect: s.Effect, Action: []string{action}, Resource: []string{resource}, Condition: s.Condition}
			parts = append(parts, one.split()...)
		}
	}
	return parts
}

// split takes the first condition with several values apart.
func (s iamStatement) split() []iamStatement {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			if len(values) < 2 {
				continue
			}
			var parts []iamStatement
			for _, value := range values {
				one := s
				one.Condition = map[string]map[string]iamValues{operator: {key: {value}}}
				parts = append(parts, one)
			}
			return parts
		}
	}
	return []iamStatement{s}
}

// engineAWSCalls are the engine's calls, with the role of the task, as AWS would
// judge them.
func (m *module) engineAWSCalls(needs engine.Needs) []awsCall {
	var calls []awsCall
	regional := func(service, name string) string {
		return fmt.Sprintf("arn:aws:%s:%s:%s:%s", service, m.deployment.Region, testAccount, name)
	}
	for _, c := range needs.Calls {
		r := iamRequest{action: c.Service + ":" + c.Action}
		other := "" // what the run does not use
		switch c.Resource.Kind {
		case engine.Object:
			r.resource = "arn:aws:s3:::" + objectOf(c.Resource.Name)
			bucket, path, _ := strings.Cut(c.Resource.Name, "/")
			if path == "*" { // the whole bucket: of a catalog that places its tables itself
				bucket += "-of-another-team"
			}
			other = "arn:aws:s3:::" + bucket + "/another-job/file.parquet"
		case engine.Bucket:
			r.resource = "arn:aws:s3:::" + c.Resource.Name
		case engine.EncryptionKey:
			r.resource = c.Resource.Name
			r.context = map[string]string{"kms:ViaService": "s3." + strings.Split(c.Resource.Name, ":")[3] + ".amazonaws.com"}
		case engine.GlueCatalog:
			r.resource = regional("glue", "catalog")
		case engine.GlueDatabase:
			r.resource, other = regional("glue", "database/"+c.Resource.Name), regional("glue", "database/another")
		case engine.GlueTable:
			r.resource, other = regional("glue", "table/"+c.Resource.Name), regional("glue", "table/another/table")
		case engine.Secret:
			r.resource = regional("secretsmanager", "secret:"+c.Resource.Name+"-AbCdEf")
			other = regional("secretsmanager", "secret:another-AbCdEf")
		}
		if c.Signer != engine.Workload || c.Service == "s3" && !needs.Upload.OnAWS() || r.resource == "" {
			continue
		}
		calls = append(calls, awsCall{role: taskRole, iamRequest: r, why: c.Fact.At})
		if other != "" {
			r.resource = other
			calls = append(calls, awsCall{role: taskRole, iamRequest: r, why: "not of this job", refused: true})
		}
	}
	return calls
}

// objectOf is an object of a pattern of the tables.
func objectOf(pattern string) string {
	return strings.ReplaceAll(pattern, "*", "ingest_date=2026-11-25/orders_000000.parquet")
}

// ecrImage are account, region and repository of an image in Amazon ECR.
var ecrImage = regexp.MustCompile(`^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/([^:@]+)`)

// startCalls are the calls of ECS before the engine starts, with the execution
// role: image, secrets and logs. From the Amazon ECS Developer Guide, "Task
// execution IAM role", read 2026-11-25.
func (m *module) startCalls() []awsCall {
	if m.deployment.Platform != "aws_ecs" {
		return nil // the nodes and Kubernetes do it
	}
	var calls []awsCall
	add := func(action, resource string, context map[string]string) {
		calls = append(calls, awsCall{role: executionRole, iamRequest: iamRequest{action, resource, context}, why: "start of the task"})
	}
	group := fmt.Sprintf("arn:aws:logs:%s:%s:log-group:%s:log-stream:", m.deployment.Region, testAccount, m.deployment.Monitoring.LogGroup)
	for _, action := range []string{"logs:CreateLogStream", "logs:PutLogEvents"} {
		add(action, group+m.deployment.Name+"/dativo/0123456789abcdef0123456789abcdef", nil)
		other := iamRequest{action: action, resource: group + "another-job/dativo/0"}
		calls = append(calls, awsCall{role: executionRole, iamRequest: other, why: "not of this job", refused: true})
	}
	for _, secret := range m.deployment.Container.Secrets {
		parts := strings.Split(secret.Reference, ":")
		switch secret.Kind {
		case model.SecretsManager: // JSON key, stage and version may follow the ARN
			add("secretsmanager:GetSecretValue", strings.Join(parts[:7], ":"), nil)
		case model.SSMParameter:
			add("ssm:GetParameters", secret.Reference, nil)
		}
		for _, key := range m.deployment.Container.SecretsKMSKeyARNs {
			add("kms:Decrypt", key, map[string]string{"kms:ViaService": parts[2] + "." + parts[3] + ".amazonaws.com"})
		}
	}
	return append(calls, m.pullCalls()...)
}

// pullCalls are the calls that pull the image. From "Amazon ECR repository policies",
// "IAM permissions required to sync an upstream registry" and "Private registry
// authentication for tasks", the guides of ECR and ECS, read 2026-11-25.
func (m *module) pullCalls() []awsCall {
	var calls []awsCall
	add := func(action, resource string, context map[string]string) {
		calls = append(calls, awsCall{role: executionRole, iamRequest: iamRequest{action, resource, context}, why: "pull of the image"})
	}
	c := m.deployment.Container
	image := c.Image
	if image == "" {
		image = fmt.Sprint(m.asked["container_image"])
	}
	if ecr := ecrImage.FindStringSubmatch(image); ecr != nil {
		add("ecr:GetAuthorizationToken", "*", nil)
		actions := []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
		if c.ImportsImage {
			actions = append(actions, "ecr:BatchImportUpstreamImage")
		}
		if c.CreatesRepository {
			actions = append(actions, "ecr:CreateRepository")
		}
		for _, action := range actions {
			add(action, fmt.Sprintf("arn:aws:ecr:%s:%s:repository/%s", ecr[2], ecr[1], ecr[3]), nil)
		}
	}
	if secret := c.RepositoryCredentials; secret != "" {
		add("secretsmanager:GetSecretValue", secret, nil)
		for _, key := range c.SecretsKMSKeyARNs {
			add("kms:Decrypt", key, map[string]string{"kms:ViaService": "secretsmanager." + strings.Split(secret, ":")[3] + ".amazonaws.com"})
		}
	}
	return calls
}

// stateCalls are the calls that mount the file system of the state. From the Amazon
// EFS User Guide, "Using IAM to control access to file systems", read 2026-11-25.
func (m *module) stateCalls() []awsCall {
	state := m.deployment.Storage.State
	if state.EFSFileSystemID == "" {
		return nil
	}
	arn := fmt.Sprintf("arn:aws:elasticfilesystem:%s:%s:", m.deployment.Region, testAccount)
	var calls []awsCall
	for _, action := range []string{"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"} {
		for _, point := range []string{state.EFSAccessPointID, "fsap-another"} {
			context := map[string]string{"elasticfilesystem:AccessPointArn": arn + "access-point/" + point}
			calls = append(calls, awsCall{
				role: taskRole, iamRequest: iamRequest{action, arn + "file-system/" + state.EFSFileSystemID, context},
				why: "mount of the state", refused: point != state.EFSAccessPointID,
			})
		}
	}
	return calls
}
