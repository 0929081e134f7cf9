package engine

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// restCatalog adds the catalog that the merged target turns on. Any text does:
// aws_glue written here is a REST catalog of that name.
func (n *needs) restCatalog() {
	name := scalarText(n.target["catalog"])
	if name == "" || truthy(n.target["custom_writer"]) {
		return
	}
	n.pack("pyiceberg")
	role, at := n.place("target", "catalog", "catalog")
	if name != "nessie" && name != RecipeCatalog {
		n.report("engine-catalog", role, at, "catalog %q is reached as a REST catalog of that name, at NESSIE_URI", name)
	}
	uri, role, at := n.nessie()
	n.catalogEndpoint(uri, role, at, NessiePort, "REST catalog")
	c, _ := n.version.Catalog(RecipeCatalog)
	branch := orText(scalarText(n.target["branch"]), "main")
	for _, request := range c.Requests {
		when := Always
		if strings.HasPrefix(request, "POST") {
			when = IfAbsent
		}
		request = strings.NewReplacer("<branch>", branch, "<warehouse>", n.warehouse()).Replace(request)
		n.call("http", request, URL, strings.TrimSuffix(strings.TrimSuffix(uri.text, "/api/v1"), "/api/v2"), Anonymous, when, c.Fact)
	}
	fact := Fact{"iceberg_committer.py:547-643; pyiceberg add_files", Read}
	n.call("s3", "GetObject", Object, n.Upload.Bucket+"/"+n.Upload.Prefix+"*", n.Upload.Signer, Always, fact)
	tables := strings.Trim(strings.TrimPrefix(n.warehouse(), "s3://"), "/") + "/*"
	n.call("s3", "PutObject", Object, tables, n.Upload.Signer, Always, fact)
	n.call("s3", "GetObject", Object, tables, n.Upload.Signer, Always, fact)
}

// warehouse is where the REST catalog keeps tables: another bucket unless the
// job says so.
func (n *needs) warehouse() string { return orText(scalarText(n.target["warehouse"]), "s3://lake/") }

// nessie is the URI of the REST catalog (iceberg_committer.py:50-78).
func (n *needs) nessie() (value, Role, string) {
	connection := mapping(n.target["connection"])
	role, at := n.inner("nessie")
	given, isText := connection["nessie"].(string)
	if !isText {
		given, at = scalarText(mapping(connection["nessie"])["uri"]), join(at, "uri")
	}
	if isText && given == "" {
		return literal("http://localhost:19120"), role, at
	}
	if given == "" {
		n.need("NESSIE_URI", true)
		uri := n.variable("NESSIE_URI")
		if !uri.set {
			uri = value{text: "http://localhost:19120/api/v1", set: true, known: true}
		}
		return uri, Container, "NESSIE_URI"
	}
	if strings.Contains(given, "${") {
		return n.expandPath(given), role, at
	}
	return literal(given), role, at
}

// catalogEndpoint adds the address of a catalog, or returns what is wrong with
// it.
func (n *needs) catalogEndpoint(uri value, role Role, at string, port int, why string) *Finding {
	if !uri.known {
		n.Endpoints = append(n.Endpoints, Endpoint{Port: port, Variable: uri.variable, Why: why, Role: role, Path: at})
		return nil
	}
	host, port, ok := address(uri.text, port)
	switch {
	case !ok:
		return n.report("engine-catalog-address", role, at, "invalid address %q of the %s: expected a URL", uri.text, why)
	case isLocal(host):
		return n.report("engine-catalog-address", role, at, "the %s is looked for at %s, the container itself", why, uri.text).
			hint("set %s to its URL%s", at, inEnvironment(role))
	}
	n.Endpoints = append(n.Endpoints, Endpoint{Host: host, Port: port, Variable: uri.variable, Why: why, Role: role, Path: at})
	return nil
}

// inEnvironment says where a variable of the container is set.
func inEnvironment(role Role) string {
	if role == Container {
		return " in compute.environment"
	}
	return ""
}

// jobCatalog adds the catalog of the job's own block.
func (n *needs) jobCatalog() {
	block := mapping(n.job["catalog"])
	if block == nil || !n.version.JobCatalog {
		if n.job["catalog"] != nil {
			n.report("engine-catalog", Job, "catalog", "this version of the engine does not read catalog").
				hint("remove it, or name version %s", Main)
		}
		return
	}
	kind := strings.ToLower(scalarText(block["type"]))
	connection := mapping(block["connection"])
	switch kind {
	case "aws_glue":
		n.glue(block, connection)
	case "databricks_unity":
		n.httpCatalog(kind, connection, "workspace_url", "DATABRICKS_WORKSPACE_URL", "access_token", "DATABRICKS_ACCESS_TOKEN", 443)
		n.defaultBucket()
	case "openmetadata":
		n.httpCatalog(kind, connection, "api_url", "OPENMETADATA_API_URL", "auth_token", "OPENMETADATA_AUTH_TOKEN", 443)
	case "nessie":
		n.report("engine-catalog", Job, "catalog.type", "catalog nessie does nothing here and reports success").
			hint("remove the block; catalog in the target recipe commits to a REST catalog")
	default:
		n.report("engine-catalog", Job, "catalog.type", "unsupported catalog %q: the run ends well without it", kind).
			hint("use aws_glue, databricks_unity or openmetadata, or remove the block")
	}
}

// glue adds the calls of catalog aws_glue. An asset's domain is the database
// where the block names none.
func (n *needs) glue(block, connection map[string]any) {
	signer := Workload
	if scalarText(connection["aws_access_key_id"]) != "" || n.has("AWS_ACCESS_KEY_ID") {
		signer = Keys
	}
	region := orText(scalarText(connection["region"]), orText(n.variable(RegionVariable).text, "us-east-1"))
	n.Endpoints = append(n.Endpoints, Endpoint{
		Host: "glue." + region + ".amazonaws.com", Port: 443, Why: "catalog aws_glue", Role: Job, Path: "catalog.connection.region",
	})
	database := orText(scalarText(block["database"]), orText(scalarText(n.run.Asset["domain"]), "default"))
	table := database + "/" + orText(scalarText(block["table_name"]), orText(scalarText(n.run.Asset["name"]), "*"))
	c, _ := n.version.Catalog("aws_glue")
	for _, request := range c.Requests {
		action := strings.TrimPrefix(request, "glue:")
		when := Always
		if strings.HasPrefix(action, "Create") {
			when = IfAbsent
		}
		n.call("glue", action, GlueCatalog, "", signer, when, c.Fact)
		n.call("glue", action, GlueDatabase, database, signer, when, c.Fact)
		if strings.HasSuffix(action, "Table") {
			n.call("glue", action, GlueTable, table, signer, when, c.Fact)
		}
	}
	n.defaultBucket()
}

// defaultBucket reports a table whose location is not where the objects are.
func (n *needs) defaultBucket() {
	if scalarText(at(n.target, "connection", "s3", "bucket")) == "" && scalarText(at(n.target, "connection", "minio", "bucket")) == "" {
		n.report("engine-catalog", Job, "catalog.type", "the catalog's table gets the location s3://default-bucket/..., not that of the objects").
			hint("create the table yourself, with the location %s/%s: the engine leaves an existing one's alone", n.Upload.Bucket, n.Upload.Prefix)
	}
}

// httpCatalog adds a catalog with an address and a bearer token. Values of its
// connection block are taken as they are: placeholders are not replaced. A fault
// is a warning: the run ends well, without the catalog.
func (n *needs) httpCatalog(kind string, connection map[string]any, addressKey, addressVariable, tokenKey, tokenVariable string, port int) {
	c, _ := n.version.Catalog(kind)
	uri, at, role := literal(scalarText(connection[addressKey])), "catalog.connection."+addressKey, Job
	if !uri.set {
		n.need(addressVariable, true)
		uri, at, role = n.variable(addressVariable), addressVariable, Container
		if !uri.set && c.Host != "" {
			uri = literal("http://localhost:8585/api")
		}
	}
	token := scalarText(connection[tokenKey])
	if !uri.set {
		n.report("engine-catalog-address", role, at, "missing address of catalog %s", kind).as(diag.Warning).
			hint("set %s to its URL%s", addressVariable, inEnvironment(role))
	} else if wrong := n.catalogEndpoint(uri, role, at, port, "catalog "+kind); wrong != nil {
		wrong.as(diag.Warning)
	}
	if token == "" {
		n.need(tokenVariable, true)
		n.missing(tokenVariable, "token of catalog "+kind, "")
	} else if strings.Contains(token, "${") {
		n.report("engine-catalog-address", Job, "catalog.connection."+tokenKey,
			"the engine does not replace variables in catalog.connection").as(diag.Warning).
			hint("remove the key, and set %s in compute.secrets", tokenVariable)
	}
	for _, request := range c.Requests {
		n.call("http", request, URL, uri.text, Token, Always, c.Fact)
	}
}
