package platform

import (
	"encoding/json"
	"net/netip"
	"strings"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Limits of ECS and EC2 for one object. The task definition: github.com/awsdocs/
// amazon-ecs-developer-guide, pull request 149; the image: botocore 1.43.11 (ecs,
// ContainerDefinition.image); the rules, of IPv4 and of IPv6 each, a quota that can
// be raised: "Amazon VPC quotas". Read 2026-11-25.
const (
	maxTaskDefinition     = 65536
	nearTaskDefinition    = 61440
	maxECSImage           = 255
	maxSecurityGroupRules = 60
)

// ecsTotals reports a task that is too large to be registered, an image whose name is
// too long, and more rules than a security group takes by default.
func (n *normalizer) ecsTotals() {
	n.taskDefinition()
	name, _, _ := strings.Cut(n.d.Container.Image, "@") // a digest does not count
	if len(name) > maxECSImage {
		n.problems.Errorf("too-large", paths.ComputeImage, "%d characters exceed the limit of ECS for an image: %d", len(name), maxECSImage).
			Hintf("shorten the repository or the tag")
	}
	if !n.d.Network.CreateSecurityGroup {
		return
	}
	count := map[string]int{}
	for _, rule := range n.d.Network.Egress {
		prefix, err := netip.ParsePrefix(rule.CIDR)
		if err == nil {
			count[choice(prefix.Addr().Is6(), "IPv6", "IPv4")]++
		}
	}
	for version, rules := range sorted(count) {
		if rules > maxSecurityGroupRules {
			n.problems.Warnf("too-many", paths.NetworkEgress, "%d rules for %s exceed the default quota of a security group: %d",
				rules, version, maxSecurityGroupRules).
				Hintf("combine CIDR blocks, or raise the quota \"Inbound or outbound rules per security group\" of the account")
		}
	}
}

// taskDefinition reports the size of the task definition, of which the environment is
// the part without a limit of its own.
func (n *normalizer) taskDefinition() {
	size := taskDefinitionSize(n.d.Container)
	at := n.largestPart()
	const hint = "put values in a file of the image, or one secret with JSON keys"
	switch {
	case size > maxTaskDefinition:
		n.problems.Errorf("too-large", at, "the task definition has about %d bytes; ECS allows %d", size, maxTaskDefinition).Hintf(hint)
	case size > nearTaskDefinition:
		n.problems.Warnf("too-large", at, "the task definition has about %d bytes, close to the limit of ECS: %d", size, maxTaskDefinition).
			Hintf(hint)
	}
}

// largestPart is the key of the job that contributes most to the task definition.
func (n *normalizer) largestPart() string {
	compute := n.infra.Compute
	sizes := map[string]int{paths.StoragePrefix: len(n.d.Storage.Prefix)}
	for name, value := range compute.Environment {
		sizes[paths.ComputeEnvironment] += len(name) + len(value)
	}
	for name, reference := range compute.Secrets {
		sizes[paths.ComputeSecrets] += len(name) + len(reference)
	}
	for at, words := range commandWords(compute) {
		sizes[at] = len(strings.Join(words, " "))
	}
	largest := paths.ComputeEnvironment
	for at, size := range sorted(sizes) {
		if size > sizes[largest] {
			largest = at
		}
	}
	return largest
}

// taskDefinitionSize estimates the size of the JSON of a task definition.
func taskDefinitionSize(c model.Container) int {
	type pair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	type secret struct {
		Name      string `json:"name"`
		ValueFrom string `json:"valueFrom"`
	}
	definition := struct {
		Environment []pair   `json:"environment"`
		Secrets     []secret `json:"secrets"`
		Command     []string `json:"command"`
		EntryPoint  []string `json:"entryPoint"`
		Image       string   `json:"image"`
	}{Command: c.Args, EntryPoint: c.Entrypoint, Image: c.Image}
	for name, value := range sorted(c.Environment) {
		definition.Environment = append(definition.Environment, pair{name, value})
	}
	for _, s := range c.Settings {
		definition.Environment = append(definition.Environment, pair{s.Name, s.Value})
	}
	for _, s := range c.Secrets {
		definition.Secrets = append(definition.Secrets, secret{s.Name, s.Reference})
	}
	const others = 2048 // logging, volumes, health check, names: 1 to 2 KiB in the golden modules
	return jsonSize(definition, func(text []byte) int { return len(text) }) + others
}

// jsonSize returns the size of a value as compact JSON.
func jsonSize(value any, size func([]byte) int) int {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return 0 // strings alone: cannot fail
	}
	return size([]byte(strings.TrimSuffix(b.String(), "\n")))
}

// maxRolePolicies is the limit of all inline policies of a role together, in
// characters without white space. From "IAM and AWS STS quotas", the IAM user guide,
// as quoted in github.com/hashicorp/terraform-provider-aws, issue 45533, read
// 2026-11-25.
const maxRolePolicies = 10240

// policyStatement is a statement as the modules write it, with a condition where most
// have one.
type policyStatement struct {
	Action, Resource []string
	Effect, Sid      string
	Condition        map[string]map[string]string `json:",omitempty"`
}

// rolePolicies reports roles whose policy IAM does not take.
func (n *normalizer) rolePolicies() {
	id := n.d.Identity
	if id.CreateExecutionRole {
		if size := policySize(n.executionStatements()); size > maxRolePolicies {
			n.problems.Errorf("too-large", paths.ComputeSecrets,
				"the policy of the execution role has about %d characters; IAM allows %d for a role", size, maxRolePolicies).
				Hintf("use one secret with JSON keys (ARN:KEY::), which is granted once, or set compute.execution_role_arn")
		}
	}
	if namespace := n.d.Monitoring.MetricsNamespace; n.d.Monitoring.PublishesMetrics && outsidePolicies(namespace) != 0 {
		n.problems.Errorf("metrics-namespace", paths.MonitoringMetricsNamespace, "contains %q, which IAM policies do not allow",
			outsidePolicies(namespace)).Hintf("use characters up to U+00FF (Latin-1)")
	}
	if id.CreateTaskRole {
		n.policyNames()
		if size := policySize(n.taskStatements()); size > maxRolePolicies {
			at := paths.Compute
			if len(n.d.Permissions.Statements) > 0 {
				at = paths.IdentityStatements
			}
			n.problems.Errorf("too-large", at,
				"the policy of the job's role has about %d characters; IAM allows %d for a role", size, maxRolePolicies).
				Hintf("grant fewer resources, or set compute.task_role_arn")
		}
	}
}

// policyNames reports names that the grants of the job's role cannot contain.
func (n *normalizer) policyNames() {
	for _, g := range n.d.Grants {
		for _, name := range g.Names {
			if outside := outsidePolicies(name); outside != 0 {
				n.problems.Errorf("policy", paths.Compute, "the job's role cannot be granted %q: IAM policies do not allow %q", name, outside).
					Hintf("use names of characters up to U+00FF (Latin-1), or set compute.task_role_arn")
			}
		}
	}
}

// policySize counts the characters of a policy.
func policySize(statements []policyStatement) int {
	return jsonSize(map[string]any{"Version": "2012-10-17", "Statement": statements}, utf8.RuneCount)
}

// anAccount has the length of every account ID.
const anAccount = "123456789012"

// executionStatements are those of the execution role, with the longest resources
// that they can have.
func (n *normalizer) executionStatements() []policyStatement {
	group := "arn:aws:logs:" + n.d.Region + ":" + anAccount + ":log-group:" + n.d.Monitoring.LogGroup
	statements := []policyStatement{
		{Sid: "WriteLogs", Effect: "Allow", Action: []string{"logs:CreateLogStream", "logs:PutLogEvents"},
			Resource: []string{group + ":log-stream:" + n.d.Name + "/*"}},
		{Sid: "PullImage", Effect: "Allow",
			Action:   []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			Resource: []string{"arn:aws:ecr:" + n.d.Region + ":repository/" + n.d.Container.Image}},
		{Sid: "SignInToRegistry", Effect: "Allow", Action: []string{"ecr:GetAuthorizationToken"}, Resource: []string{"*"}},
	}
	secrets := map[model.SecretKind][]string{}
	for _, s := range n.d.Container.Secrets {
		parts := strings.SplitN(s.Reference, ":", 8)
		secrets[s.Kind] = sortedUnion(secrets[s.Kind], []string{strings.Join(parts[:min(len(parts), 7)], ":")})
	}
	for _, kind := range []model.SecretKind{model.SecretsManager, model.SSMParameter} {
		if len(secrets[kind]) > 0 {
			statements = append(statements, policyStatement{Sid: "ReadSecrets", Effect: "Allow",
				Action: []string{"secretsmanager:GetSecretValue"}, Resource: secrets[kind]})
		}
	}
	if secret := n.d.Container.RepositoryCredentials; secret != "" {
		statements = append(statements, policyStatement{Sid: "ReadRegistryCredentials", Effect: "Allow",
			Action: []string{"secretsmanager:GetSecretValue"}, Resource: []string{secret}})
	}
	if keys := n.d.Container.SecretsKMSKeyARNs; len(keys) > 0 {
		statements = append(statements, policyStatement{Sid: "DecryptSecrets", Effect: "Allow", Action: []string{"kms:Decrypt"}, Resource: keys,
			Condition: map[string]map[string]string{"StringEquals": {"kms:ViaService": "secretsmanager." + n.d.Region + ".amazonaws.com"}}})
	}
	return statements
}

// taskStatements are those of the job's own role.
func (n *normalizer) taskStatements() []policyStatement {
	s := n.d.Storage
	var statements []policyStatement
	for _, g := range n.d.Grants {
		statement := policyStatement{Sid: g.Sid, Effect: "Allow", Action: g.Actions}
		for _, name := range g.Names {
			statement.Resource = append(statement.Resource, "arn:aws:"+g.Service+":"+n.d.Region+":"+anAccount+":"+name)
		}
		if len(g.Names) == 0 {
			statement.Resource = []string{"arn:aws:s3:::" + s.Bucket + "/" + s.Prefix + "*"}
			statement.Condition = map[string]map[string]string{"StringEquals": {"kms:ViaService": s.KMSKey + s.Prefix}}
		}
		if len(g.Prefixes) > 0 {
			statement.Condition = map[string]map[string]string{"StringLike": {"s3:prefix": strings.Join(g.Prefixes, `","`)}}
		}
		statements = append(statements, statement)
	}
	for _, s := range n.d.Permissions.Statements {
		conditions := map[string]map[string]string{}
		for operator, keys := range s.Conditions {
			conditions[operator] = map[string]string{}
			for key, values := range keys {
				conditions[operator][key] = strings.Join(values, `","`)
			}
		}
		statements = append(statements, policyStatement{
			Sid: s.Sid, Effect: s.Effect, Action: s.Actions, Resource: s.Resources, Condition: conditions,
		})
	}
	return statements
}
