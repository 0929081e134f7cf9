//go:build engine

package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// roleKey is the access key that the role's credentials have.
const roleKey = "ASIADATIVOGENTASKROLE"

// objectStore is an S3 and a Glue Data Catalog with one role: it hands out the role's
// credentials and judges every call by the role's statements.
type objectStore struct {
	statements []iamStatement
	server     *httptest.Server

	mutex   sync.Mutex
	objects map[string]string // key to tags
	// tables are the databases of the catalog with their tables.
	tables  map[string]map[string]map[string]any
	calls   []storeCall
	uploads int
}

// storeCall is a call with its answer; by is the statement that allowed it.
type storeCall struct {
	action, resource, by string
	allowed              bool
}

func newObjectStore(statements []iamStatement) *objectStore {
	s := &objectStore{statements: statements, objects: map[string]string{}, tables: map[string]map[string]map[string]any{}}
	s.server = httptest.NewServer(s)
	return s
}

func (s *objectStore) close() { s.server.Close() }

// provide sets the variables by which SDKs find this server: the endpoint, and the
// container's credentials, which AWS sets on ECS and EKS.
func (s *objectStore) provide(environment map[string]string) {
	environment["AWS_ENDPOINT_URL"] = s.server.URL
	if len(s.statements) > 0 { // without a role, a container has no credentials
		environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = s.server.URL + "/role-credentials"
	}
	environment["AWS_EC2_METADATA_DISABLED"] = "true"
	if environment["S3_ENDPOINT"] != "" {
		environment["S3_ENDPOINT"] = s.server.URL // a public one cannot be reached from here
	}
}

// denied are the calls that were refused.
func (s *objectStore) denied() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var denied []string
	for _, c := range s.calls {
		if !c.allowed {
			denied = append(denied, c.action+" "+c.resource)
		}
	}
	return denied
}

// credentialScope is the part of an Authorization header that names key, region and
// service. From "Signature Version 4", docs.aws.amazon.com, read 2026-11-25.
var credentialScope = regexp.MustCompile(`Credential=([^/]+)/\d+/([^/]*)/([^/]+)/`)

func (s *objectStore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/role-credentials" {
		_ = json.NewEncoder(w).Encode(map[string]string{
			"AccessKeyId": roleKey, "SecretAccessKey": "secret", "Token": "token", "Expiration": "2099-01-01T00:00:00Z", "RoleArn": "task",
		})
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	scope := credentialScope.FindStringSubmatch(r.Header.Get("Authorization"))
	switch {
	case scope == nil:
		s.deny(w, "unsigned "+r.Method, r.URL.Path)
	case scope[3] == "glue":
		s.serveGlue(w, r, scope[2], body, scope[1] == roleKey)
	case scope[3] == "s3":
		s.serveS3(w, r, scope[1])
	default:
		s.deny(w, scope[3]+" "+r.Method, r.URL.Path)
	}
}

// serveS3 answers a call of S3 that is signed with a key.
func (s *objectStore) serveS3(w http.ResponseWriter, r *http.Request, signer string) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	resource := "arn:aws:s3:::" + bucket
	if key != "" {
		resource += "/" + key
	}
	for _, action := range actionsOf(r, key) {
		if signer != roleKey && s.statements != nil || !s.judge(action, resource, signer == roleKey) {
			s.deny(w, action, resource)
			return
		}
	}
	s.serve(w, r, bucket, key)
}

// judge records a call and says whether it is allowed: of the role by its
// statements, of other keys always, since the module grants them nothing.
func (s *objectStore) judge(action, resource string, role bool) bool {
	by, ok := "key of its own", true
	if role {
		by, ok = allows(s.statements, iamRequest{action: action, resource: resource})
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if ok {
		s.calls = append(s.calls, storeCall{action, resource, by, true})
	}
	return ok
}

// refuse records a call that is not allowed.
func (s *objectStore) refuse(action, resource string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.calls = append(s.calls, storeCall{action: action, resource: resource})
}

// deny refuses a call, and answers as S3 does.
func (s *objectStore) deny(w http.ResponseWriter, action, resource string) {
	s.refuse(action, resource)
	w.WriteHeader(http.StatusForbidden)
	fmt.Fprint(w, "<Error><Code>AccessDenied</Code><Message>not allowed: ")
	_ = xml.EscapeText(w, []byte(action))
	fmt.Fprint(w, "</Message></Error>")
}

// actionsOf are the IAM actions that a request needs. From the Service Authorization
// Reference and the API reference of S3, read 2026-11-25.
func actionsOf(r *http.Request, key string) []string {
	query := r.URL.Query()
	tagging := func(actions ...string) []string {
		if r.Header.Get("x-amz-tagging") != "" {
			actions = append(actions, "s3:PutObjectTagging")
		}
		return actions
	}
	switch {
	case key == "" && query.Has("location"):
		return []string{"s3:GetBucketLocation"}
	case key == "":
		return []string{"s3:ListBucket"}
	case r.Method == http.MethodPut, r.Method == http.MethodPost:
		return tagging("s3:PutObject")
	case r.Method == http.MethodDelete && query.Has("uploadId"):
		return []string{"s3:AbortMultipartUpload"}
	case r.Method == http.MethodDelete:
		return []string{"s3:DeleteObject"}
	}
	return []string{"s3:GetObject"}
}

// objectTag is the alphabet of tags of objects. From "Tagging objects", the user
// guide of S3, read 2026-11-25.
var objectTag = regexp.MustCompile(`^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$`)

// serve does what an allowed request asks for.
func (s *objectStore) serve(w http.ResponseWriter, r *http.Request, bucket, key string) {
	query, tags := r.URL.Query(), r.Header.Get("x-amz-tagging")
	values, err := url.ParseQuery(tags)
	for name, value := range values {
		if !objectTag.MatchString(name+strings.Join(value, "")) || len(value) > 1 {
			err = fmt.Errorf("invalid tag %s", name)
		}
	}
	if err != nil || len(values) > 10 {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, "<Error><Code>InvalidTag</Code></Error>")
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	w.Header().Set("ETag", `"0"`)
	switch {
	case r.Method == http.MethodPost && query.Has("uploads"):
		s.uploads++
		fmt.Fprintf(w, "<InitiateMultipartUploadResult><UploadId>%d</UploadId></InitiateMultipartUploadResult>", s.uploads)
	case r.Method == http.MethodPost:
		s.objects["s3://"+bucket+"/"+key] = tags
		fmt.Fprint(w, "<CompleteMultipartUploadResult><ETag>0</ETag></CompleteMultipartUploadResult>")
	case r.Method == http.MethodPut && !query.Has("partNumber"):
		s.objects["s3://"+bucket+"/"+key] = tags
	case r.Method == http.MethodDelete:
		w.WriteHeader(http.StatusNoContent)
	}
}
