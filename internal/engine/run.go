package engine

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Run is what is known of a run before it starts.
type Run struct {
	// Job, Asset, SourceRecipe and TargetRecipe are the documents, decoded as
	// Takes describes; nil where a file is in the image alone.
	Job, Asset, SourceRecipe, TargetRecipe map[string]any
	// Entrypoint and Args are what the platform starts. Without an entry point
	// it is the image's, which is taken for the engine's.
	Entrypoint, Args []string
	// Environment holds the container's plain variables, those that the module
	// sets included. Secrets names the variables whose values are references.
	Environment map[string]string
	Secrets     []string
	// Files are the paths that are mounted from secrets.
	Files []string
	// Bucket and Prefix are where the workload's identity may write, and Region
	// is the bucket's; Protocol is S3 unless the storage speaks another. Key is
	// the key that encrypts it.
	Bucket, Prefix, Region, Key, Protocol string
	// StateDir is the folder that survives a run; empty without one.
	StateDir string
	// ReadOnly: the root file system cannot be written.
	ReadOnly bool
	// KeepsState: the image has the entry script of EntryContract.
	KeepsState bool
	// PerDay is how often the schedule starts the job in a day; 0 by hand.
	// Attempts is how often a run is tried, the first time included.
	PerDay   float64
	Attempts int
}

// S3 is the protocol of every target.
const S3 = "s3"

// Needs is what a run needs from its platform, and what keeps it from working.
type Needs struct {
	Calls     []Call
	Endpoints []Endpoint
	Variables []Needed
	Files     []NeededFile
	Packages  []Package
	// Settings are variables that the platform should set unless the job does.
	Settings []Setting
	Upload   Upload
	State    State
	// Opaque says what cannot be told from outside: a plugin's connections.
	Opaque   []string
	Findings []Finding
}

// Signer says whose credentials sign a call.
type Signer string

// Signers of a call. Workload is the platform's own identity, through the
// credential chain of the SDK; Keys are variables or values of the job; Fallback
// are the engine's built-in keys, which no store knows; Token is a bearer token;
// Anonymous is a call without credentials.
const (
	Workload  Signer = "workload"
	Keys      Signer = "keys"
	Fallback  Signer = "fallback"
	Token     Signer = "token"
	Anonymous Signer = "anonymous"
)

// When says in which runs a call is made.
type When string

// Occasions of a call.
const (
	Always   When = "always"
	OnFailed When = "after a failed upload"
	OnLarge  When = "files above 8 MiB"
	IfAbsent When = "if it does not exist"
)

// Call is an API call that a run makes.
type Call struct {
	// Service and Action are as IAM spells them: s3, PutObject. For HTTP APIs
	// the action is method and path.
	Service, Action string
	Resource        Resource
	Signer          Signer
	When            When
	Fact            Fact
}

// Resource is what a call acts on. Kind says how Name is to be read.
type Resource struct {
	Kind ResourceKind
	// Name is bucket/key for an object, where * matches any text; database or
	// database/table for Glue; the secret's id; the URL of an HTTP API.
	Name string
}

// ResourceKind is a kind of resource.
type ResourceKind string

// Kinds of resources.
const (
	Object        ResourceKind = "object"
	Bucket        ResourceKind = "bucket"
	EncryptionKey ResourceKind = "key"
	GlueCatalog   ResourceKind = "catalog"
	GlueDatabase  ResourceKind = "database"
	GlueTable     ResourceKind = "table"
	Secret        ResourceKind = "secret"
	URL           ResourceKind = "url"
)

// Endpoint is a connection that a run makes, always by TCP.
type Endpoint struct {
	// Host is empty where only the running job knows it: Variable then names
	// the variable that holds it.
	Host     string
	Port     int
	Variable string
	Why      string
	// Role and Path say which document names it; Container where none does.
	Role Role
	Path string
}

// Needed is a variable that the run reads.
type Needed struct {
	Variable
	// Set: the container has a value for it.
	Set bool
}

// NeededFile is a file that a source reads its credentials from.
type NeededFile struct {
	Path string
	// Variable can name another path.
	Variable string
	// Found: the platform mounts it, or a variable names a mounted file.
	Found bool
	Fact  Fact
}

// Setting is a variable with the value that makes a run behave.
type Setting struct{ Name, Value, Why string }

// Upload is where and how the run's files are written.
type Upload struct {
	// Bucket and Prefix are of every object: bucket/prefix/file. Prefix ends
	// with a slash. Bucket is empty where the run has none.
	Bucket, Prefix string
	// Keys is the form of an object's key, below Bucket.
	Keys string
	// Endpoint is the URL of the store; empty for the cloud's own.
	Endpoint string
	Region   string
	Signer   Signer
}

// OnAWS reports whether the store is S3 itself: the default endpoint, or one of AWS
// such as that of a VPC.
func (u Upload) OnAWS() bool {
	host, _, ok := address(u.Endpoint, 443)
	return u.Endpoint == "" || ok && (strings.HasSuffix(host, ".amazonaws.com") || strings.HasSuffix(host, ".amazonaws.com.cn"))
}

// State is where the run keeps its incremental state.
type State struct {
	// On: the run is incremental.
	On bool
	// Path is the file; empty where the run keeps none.
	Path string
	// Strategy and Cursor are those of the merged source.
	Strategy, Cursor string
}

// Finding is something that keeps a run from working, or makes it lose rows.
type Finding struct {
	Severity diag.Severity
	// Code is that of a Rule.
	Code string
	// Role and Path are the place, as written in the document.
	Role Role
	Path string
	// Message and Hint are as in a diag.Diagnostic.
	Message, Hint string
	Fact          Fact
}

// Needs derives what a run needs. It is empty for None.
func (v Version) Needs(run Run) Needs {
	if !v.Known() {
		return Needs{}
	}
	n := &needs{version: v, run: run, job: run.Job}
	n.source = v.mergeSource(run.Job, run.SourceRecipe)
	n.target = mergeTarget(run.Job, run.TargetRecipe)
	if !n.command() {
		return n.Needs
	}
	n.documents()
	n.connector()
	n.state()
	n.upload()
	n.restCatalog()
	n.jobCatalog()
	n.secrets()
	n.asset()
	n.losses()
	n.logging()
	n.settings()
	n.sort()
	return n.Needs
}
