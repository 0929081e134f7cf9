package engine

import "slices"

// Catalog is a data catalog that a run talks to.
type Catalog struct {
	// Name is catalog.type of the job, or RecipeCatalog.
	Name string
	// In says where it is switched on.
	In string
	// Variables are read where the connection block does not say.
	Variables []string
	// Host and Port are the default; Host is empty where there is none.
	Host string
	Port int
	// Requests are the calls, in order.
	Requests []string
	// Fails says what a failure looks like: all of them leave the exit status 0.
	Fails string
	// Flaw is what makes the catalog unfit, however well it is reached.
	Flaw string
	Fact Fact
}

// RecipeCatalog is the REST catalog that the key catalog of a target recipe
// switches on, whatever its value: the value is only its name.
const RecipeCatalog = "rest"

// NessiePort is the port of a Nessie server's default address.
const NessiePort = 19120

func catalogs() []Catalog {
	location := "the table's location is s3://default-bucket/... unless target.connection.s3.bucket is set, and then the role's credentials are not used"
	return []Catalog{
		{Name: RecipeCatalog, In: "catalog: in the target recipe, or target.catalog as a string in an image without schemas/",
			Variables: []string{"NESSIE_URI"}, Host: "localhost", Port: NessiePort,
			Requests: []string{"GET /api/v1/trees/tree/<branch>", "POST /api/v1/trees/branch/<branch>", "GET /v1/config?warehouse=<warehouse>"},
			Fails:    "a UserWarning, or WARNING without an event type, then INFO commit_success",
			Flaw:     "requests have no timeout: a closed port costs minutes, and then the run goes on without the catalog",
			Fact:     Fact{"iceberg_committer.py:307-416, 547-693", Ran}},
		{Name: "aws_glue", In: "catalog.type of the job", Variables: []string{"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}, Port: 443,
			Requests: []string{"glue:GetDatabase", "glue:CreateDatabase", "glue:GetTable", "glue:CreateTable", "glue:UpdateTable"},
			Fails:    "WARNING catalog_push_failed, or WARNING without an event type", Flaw: location,
			Fact: Fact{"catalog/aws_glue.py:40-316, catalog/base.py:163-174", Ran}},
		{Name: "databricks_unity", In: "catalog.type of the job", Variables: []string{"DATABRICKS_WORKSPACE_URL", "DATABRICKS_ACCESS_TOKEN"}, Port: 443,
			Requests: []string{"GET /api/2.1/unity-catalog/tables/<name>", "PATCH /api/2.1/unity-catalog/tables/<name>", "POST /api/2.0/sql/statements"},
			Fails:    "WARNING catalog_push_failed, or WARNING without an event type", Flaw: location,
			Fact: Fact{"catalog/databricks_unity.py:30-300", Ran}},
		{Name: "openmetadata", In: "catalog.type of the job", Variables: []string{"OPENMETADATA_API_URL", "OPENMETADATA_AUTH_TOKEN"}, Host: "localhost", Port: 8585,
			Requests: []string{"GET /v1/services/databaseService/name/dativo-ingest", "GET, POST, PATCH /v1/tables", "GET /v1/users/name/<owner>", "PUT /v1/lineage/table/name/<name>"},
			Fails:    "WARNING catalog_push_failed, or WARNING without an event type",
			Fact:     Fact{"catalog/openmetadata.py:30-352", Ran}},
		{Name: "nessie", In: "catalog.type of the job", Fails: "never: it does nothing and reports success",
			Flaw: "it does nothing: the catalog that commits is the target recipe's", Fact: Fact{"catalog/nessie.py:32-127", Ran}},
	}
}

// Catalog returns what the version knows of a catalog.
func (v Version) Catalog(name string) (Catalog, bool) {
	for _, c := range v.Catalogs {
		if c.Name == name {
			return c, true
		}
	}
	return Catalog{}, false
}

func onlyRecipeCatalogs(all []Catalog) []Catalog {
	return slices.DeleteFunc(all, func(c Catalog) bool { return c.Name != RecipeCatalog })
}

// SecretManager is a backend that the engine can load secrets from. What it
// loads reaches no extractor (cli.py:202-212): credentials reach a job only in
// environment variables and files.
type SecretManager struct {
	Name string
	// Action and Resource are the call made for each secret.
	Action, Resource string
	Port             int
	Variables        []string
	// Package is needed beyond the core.
	Package string
	// Denied is what a refused call does.
	Denied string
	Fact   Fact
}

// secretManagers are loaded by run --job-dir, check and discover, and ignored
// by run --config.
func secretManagers() []SecretManager {
	return []SecretManager{
		{Name: "env", Variables: []string{"DATIVO_SECRET__<TENANT or GLOBAL or ALL>__<NAME>[__json, env, text or raw]"}, Fact: Fact{"secrets/managers/env.py", Read}},
		{Name: "filesystem", Resource: "<--secrets-dir, /secrets>/<tenant>/*", Denied: "WARNING secrets_warning", Fact: Fact{"secrets/managers/filesystem.py", Ran}},
		{Name: "aws", Action: "secretsmanager:GetSecretValue", Resource: "{tenant}/{name}", Port: 443, Package: "boto3", Denied: "traceback, exit status 1", Fact: Fact{"secrets/managers/aws.py:42-141", Ran}},
		{Name: "gcp", Action: "secretmanager.versions.access", Resource: "projects/<project>/secrets/{tenant}-{name}/versions/latest", Port: 443,
			Variables: []string{"GOOGLE_CLOUD_PROJECT"}, Package: "google-cloud-secret-manager", Denied: "traceback, exit status 1", Fact: Fact{"secrets/managers/gcp.py:34-140", Read}},
		{Name: "vault", Action: "GET /v1/secret/data/{tenant}", Resource: "<VAULT_ADDR>", Port: 8200,
			Variables: []string{"VAULT_ADDR", "VAULT_TOKEN", "VAULT_ROLE_ID", "VAULT_SECRET_ID", "VAULT_NAMESPACE"}, Package: "hvac", Denied: "traceback, exit status 1", Fact: Fact{"secrets/managers/vault.py", Read}},
	}
}
