//go:build e2e

package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stateStore answers as an S3 and a Cloud Storage bucket that takes objects and
// has none.
func stateStore(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost || r.Method == http.MethodPut: // the lock file
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"kind": "storage#object", "name": "lock", "bucket": "state", "generation": "1"}`))
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
		case r.URL.Query().Has("list-type"):
			w.Header().Set("Content-Type", "application/xml")
			_, _ = w.Write([]byte(`<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>`))
		case strings.HasSuffix(r.URL.Path, "/o"):
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"kind": "storage#objects"}`))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// backendSettings are what an init needs in order to reach the store without an
// account; they replace nothing that a module sets.
func backendSettings(kind, endpoint string) string {
	switch kind {
	case "s3":
		return `access_key = "none"
secret_key = "none"
skip_credentials_validation = true
skip_requesting_account_id  = true
use_path_style = true
max_retries    = 1
endpoints      = { s3 = "` + endpoint + `" }
`
	case "gcs":
		return `access_token = "none"
storage_custom_endpoint = "` + endpoint + `/storage/v1/"
`
	}
	return ""
}

// TestTerraformBackendBlocks shows that Terraform takes the backend block of every golden
// module as it is rendered, with its own checks of keys, prefixes, regions and KMS
// keys. The other end-to-end tests keep the state in a local file.
func TestTerraformBackendBlocks(t *testing.T) {
	server := stateStore(t)
	proved := map[string]int{}
	for name, module := range goldenModules(t) {
		text, err := os.ReadFile(filepath.Join(module, "backend.tf"))
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		block := backendBlock.FindSubmatch(text)
		if block == nil {
			t.Errorf("%s: no backend block in\n%s", name, text)
			continue
		}
		kind := string(block[1])
		proved[kind]++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := workspace{t, t.TempDir()}
			writeFile(t, filepath.Join(w.dir, "backend.tf"), string(text))
			writeFile(t, filepath.Join(w.dir, "store.tfbackend"), backendSettings(kind, server.URL))
			w.terraform(0, "init", "-no-color", "-backend-config=store.tfbackend")
		})
	}
	if proved["s3"] == 0 || proved["gcs"] == 0 {
		t.Errorf("blocks by type: %v, want some of s3 and gcs", proved)
	}
}

// TestTerraformBackendRefusals shows that what our check refuses Terraform refuses too: the
// rules are neither missing nor invented.
func TestTerraformBackendRefusals(t *testing.T) {
	server := stateStore(t)
	for name, argument := range map[string]string{
		"slash at the end": `key = "a/"`, "slash at the start": `key = "/a"`, "two slashes": `key = "a//b"`, "blanks": `key = "  "`,
		"UUID of version 9": `kms_key_id = "3d4e5f60-7182-93a4-b5c6-d7e8f90a1b2c"`,
		"not a key":         `kms_key_id = "arn:aws:kms:us-east-1:123456789012:grant/x"`,
		"unknown region":    `region = "us-east-9"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := workspace{t, t.TempDir()}
			values := map[string]string{"bucket": `"b"`, "key": `"k"`, "region": `"us-east-1"`}
			key, value, _ := strings.Cut(argument, " = ")
			values[key] = value
			block := "terraform {\n  backend \"s3\" {\n"
			for key, value := range values {
				block += "    " + key + " = " + value + "\n"
			}
			writeFile(t, filepath.Join(w.dir, "backend.tf"), block+"  }\n}\n")
			writeFile(t, filepath.Join(w.dir, "store.tfbackend"), backendSettings("s3", server.URL))
			if printed := w.terraform(1, "init", "-no-color", "-backend-config=store.tfbackend"); !strings.Contains(printed, "Invalid") {
				t.Errorf("%s is refused for another reason:\n%s", argument, printed)
			}
		})
	}
}
