package engine

import (
	"slices"
	"strings"
)

// NoBucket is what the engine fails with where nothing names a bucket (cli.py:703-706).
const NoBucket = "S3 bucket must be specified in target.connection.s3.bucket or S3_BUCKET environment variable"

// upload adds where the run's objects go, who signs and what is called.
func (n *needs) upload() {
	connection := mapping(n.target["connection"])
	store, name, ok := n.store(connection)
	if !ok {
		return
	}
	n.client(store, name)
	n.path(store, name)
	if truthy(n.target["custom_writer"]) {
		n.plugin("target", "custom_writer")
	}
	n.uploadEndpoint()
	n.uploadCalls()
	n.checkPlace()
	n.withoutEffect()
}

// store is the block below the connection that the S3 client reads; nil where
// the environment decides (cli.py:700, iceberg_committer.py:90-91).
func (n *needs) store(connection map[string]any) (map[string]any, string, bool) {
	if uri, given := connection["nessie"]; given {
		if _, isText := uri.(string); !isText && mapping(uri) == nil {
			role, at := n.inner("nessie")
			n.report("engine-connection", role, at, "invalid value: the engine fails on a connection.nessie that is not a mapping or a string").
				hint("remove the key")
			return nil, "", false
		}
	}
	name := "s3"
	if !truthy(connection[name]) {
		name = "minio"
	}
	given, present := connection[name]
	if store := mapping(given); store != nil || !present {
		if len(store) == 0 {
			return nil, name, true
		}
		return store, name, true
	}
	role, at := n.inner(name)
	n.report("engine-connection", role, at, "invalid value: the engine fails on a connection.%s that is not a mapping", name).
		hint("remove the key; null works for s3 alone")
	return nil, "", false
}

// client derives endpoint, region and credentials (iceberg_committer.py:80-163).
func (n *needs) client(store map[string]any, name string) {
	for _, variable := range []string{
		"S3_ENDPOINT", "MINIO_ENDPOINT", "AWS_ACCESS_KEY_ID", "MINIO_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "MINIO_SECRET_KEY", RegionVariable,
	} {
		n.need(variable, false)
	}
	pick := func(key string, names ...string) value {
		if v := n.expandStorage(store[key]); v.set {
			return v
		}
		return n.variable(names...)
	}
	endpoint := pick("endpoint", "S3_ENDPOINT", "MINIO_ENDPOINT")
	keyID := pick("access_key_id", "AWS_ACCESS_KEY_ID", "MINIO_ACCESS_KEY")
	secret := pick("secret_access_key", "AWS_SECRET_ACCESS_KEY", "MINIO_SECRET_KEY")
	region := pick("region", RegionVariable)
	n.Upload.Endpoint, n.Upload.Region, n.Upload.Signer = endpoint.text, region.text, Keys
	if !region.set { // the setting that the platform adds, else the engine's default
		n.Upload.Region = orText(n.run.Region, "us-east-1")
	}
	switch {
	case store != nil && (!endpoint.set || !keyID.set || !secret.set):
		n.fallback(name, endpoint, keyID, secret)
	case keyID.set != secret.set:
		n.report("engine-keys", Container, "AWS_ACCESS_KEY_ID", "access key ID and secret access key must be set together").
			hint("set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in compute.secrets, or none: the workload's own identity is used then")
	case !keyID.set && n.credentialsFile():
	case !keyID.set:
		n.Upload.Signer = Workload
	case n.has("AWS_SESSION_TOKEN") && strings.HasPrefix(keyID.variable, "AWS_"):
		n.report("engine-keys", Container, "AWS_SESSION_TOKEN", "the engine drops the session token, so temporary keys are refused").
			hint("leave the keys out: the workload's own identity is used then")
	}
	if endpoint.set && !endpoint.known {
		n.Upload.Endpoint = "${" + endpoint.variable + "}"
	}
	n.endpointRole, n.endpointPath = n.inner(name)
	n.endpointPath = join(n.endpointPath, "endpoint")
	if store["endpoint"] == nil || endpoint.variable != "" {
		n.endpointRole, n.endpointPath = Container, endpoint.variable
	}
}

// credentialsFile reports whether the SDK finds access keys in a file that the job
// names.
func (n *needs) credentialsFile() bool {
	n.need(CredentialsFileVariable, false)
	file := n.variable(CredentialsFileVariable)
	if file.set && file.known && !slices.Contains(n.run.Files, file.text) {
		n.report("engine-credentials-file", Container, CredentialsFileVariable, "missing file %s: the access keys are read from it", file.text).
			hint("mount it from a secret at that path, in compute.secret_files, " +
				"or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in compute.secrets")
	}
	return file.set
}

// fallback reports a connection block that the run cannot fill.
func (n *needs) fallback(name string, endpoint, keyID, secret value) {
	var lacks []string
	if !endpoint.set {
		n.Upload.Endpoint = "http://localhost:9000"
		lacks = append(lacks, "endpoint")
	}
	if !keyID.set {
		n.Upload.Signer = Fallback
		lacks = append(lacks, "access_key_id")
	}
	if !secret.set {
		n.Upload.Signer = Fallback
		lacks = append(lacks, "secret_access_key")
	}
	role, at := n.inner(name)
	n.report("engine-storage-fallback", role, at,
		"no value for %s: the engine uses http://localhost:9000 and minioadmin for what is missing, never the workload's identity",
		strings.Join(lacks, ", ")).
		hint("%s", "set target.connection.s3 to null in the job, so that the workload's identity signs; "+
			"or set S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
}

// path derives the object keys (cli.py:699-723, parquet_writer.py:391-413).
func (n *needs) path(store map[string]any, name string) {
	role, at := n.inner(name)
	at = join(at, "bucket")
	bucket := literal(scalarText(store["bucket"]))
	if !bucket.set {
		role, at = Container, "S3_BUCKET"
		n.need("S3_BUCKET", true)
		bucket = n.variable("S3_BUCKET")
	}
	domain := orText(scalarText(n.run.Asset["domain"]), "default")
	product := orText(scalarText(n.run.Asset["dataProduct"]), "default")
	table := orText(scalarText(n.run.Asset["name"]), "*")
	if n.run.Asset == nil {
		domain, product = "*", "*"
	}
	file := strings.ReplaceAll(strings.ToLower(table), "-", "_")
	whole := strings.Join([]string{bucket.text, domain, product, strings.ReplaceAll(file, " ", "_")}, "/")
	first, rest, _ := strings.Cut(whole, "/")
	n.Upload.Bucket = first
	n.Upload.Prefix = strings.Join(strings.FieldsFunc(rest, func(r rune) bool { return r == '/' }), "/") + "/"
	n.Upload.Keys = n.Upload.Prefix
	for _, column := range n.partitions() {
		folded := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(column))
		n.Upload.Keys += folded + "=<" + column + ">/"
	}
	n.Upload.Keys += file + "_000000.parquet"
	switch {
	case !bucket.set:
		n.report("engine-bucket", role, at, "missing bucket: neither target.connection.s3.bucket nor S3_BUCKET has a value")
	case strings.Contains(bucket.text, "${"):
		n.report("engine-bucket", role, at, "invalid bucket %q: the engine does not replace variables in it", bucket.text).
			hint("remove the key: the bucket is S3_BUCKET's then")
	case bucket.known && n.run.Bucket != "" && first != n.run.Bucket:
		n.report("engine-bucket", role, at, "bucket %q is not the module's, %q", first, n.run.Bucket).
			hint("remove the key, or set storage.bucket to %s", first)
	}
}

// partitions are the columns of the merged target.
func (n *needs) partitions() []string {
	var columns []string
	items, _ := n.target["partitioning"].([]any)
	for _, item := range items {
		columns = append(columns, scalarText(item))
	}
	return columns
}

// uploadEndpoint adds the store's address.
func (n *needs) uploadEndpoint() {
	e := Endpoint{Port: 443, Why: "upload of the run's files", Role: n.endpointRole, Path: n.endpointPath}
	switch endpoint := n.Upload.Endpoint; {
	case endpoint == "":
		e.Host = "s3." + n.Upload.Region + ".amazonaws.com"
	case strings.HasPrefix(endpoint, "${"):
		e.Variable = strings.Trim(endpoint, "${}")
	default:
		host, port, ok := address(endpoint, 443)
		if !ok || !strings.HasPrefix(strings.ToLower(endpoint), "http") {
			n.report("engine-endpoint", e.Role, e.Path, "invalid endpoint %q: expected a URL such as https://minio.example.com:9000", endpoint)
			return
		}
		e.Host, e.Port = host, port
		switch {
		case isLocal(host) && n.has(e.Path):
			n.report("engine-localhost", e.Role, e.Path, "%s is the container itself", host).hint("give the host of the store")
		case n.Upload.Signer == Workload && !n.Upload.OnAWS() && !isLocal(host):
			n.report("engine-keys", Container, "compute.secrets",
				"missing access keys of the store at %s: the workload's identity is one of AWS", host).
				hint("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in compute.secrets")
		}
	}
	n.Endpoints = append(n.Endpoints, e)
}

// uploadCalls adds the calls of every upload.
func (n *needs) uploadCalls() {
	for _, c := range StorageCalls() {
		name := n.Upload.Bucket + "/" + n.Upload.Prefix + "*"
		if c.Resource.Kind == EncryptionKey {
			if name = n.run.Key; name == "" {
				continue
			}
		}
		n.call(c.Service, c.Action, c.Resource.Kind, name, n.Upload.Signer, c.When, c.Fact)
	}
}

// checkPlace holds the object path against what the module grants.
func (n *needs) checkPlace() {
	prefix := strings.TrimPrefix(n.run.Prefix, "/")
	known := n.run.Asset != nil && n.Upload.Bucket != ""
	if known && n.Upload.Bucket == n.run.Bucket && !strings.HasPrefix(n.Upload.Prefix, prefix) {
		n.report("engine-prefix", Container, "storage.prefix",
			"prefix %q does not contain the objects, which are written to %q", n.run.Prefix, n.Upload.Prefix).
			hint("set S3_BUCKET to %s: the engine then writes below the prefix; or set storage.prefix to %s",
				BucketValue(n.run.Bucket, n.run.Prefix), n.Upload.Prefix)
	}
	if n.run.Protocol != "" && n.run.Protocol != S3 && n.Upload.Endpoint == "" {
		n.report("engine-protocol", Container, "storage.bucket",
			"the engine writes by the S3 protocol only, so the bucket and the workload's identity are not used").
			hint("use the store's S3 interoperability: S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
}

// withoutEffect reports settings that look as if they decided the path.
func (n *needs) withoutEffect() {
	for _, name := range []string{"prefix", "path", "warehouse"} {
		if given := scalarText(n.target[name]); given != "" && (name != "warehouse" || !truthy(n.target["catalog"])) {
			role, at := n.place("target", name, "")
			n.report("engine-no-effect", role, at, "%s has no effect: objects are written to %s/%s", name, n.Upload.Bucket, n.Upload.Prefix).
				hint("remove it")
		}
	}
}
