package main

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// TestEngineEnvironment holds what the templates set for the engine against the
// engine's tables, which templates cannot read.
func TestEngineEnvironment(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames(t) {
		m := exampleModule(t, name)
		environment, err := m.local("environment")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		values := environment.AsValueMap()
		want := m.deployment.Engine != engine.None
		got, set := values[engine.WarningsVariable]
		if set != want || want && !got.RawEquals(cty.StringVal(engine.WarningsAsErrors)) {
			t.Errorf("%s: %s is %#v", name, engine.WarningsVariable, got)
		}
		storage := m.deployment.Storage
		bucket := storage.Bucket
		if storage.PrefixInBucket {
			bucket = engine.BucketValue(storage.Bucket, storage.Prefix)
		}
		if want && bucket != "" && !values["S3_BUCKET"].RawEquals(cty.StringVal(bucket)) {
			t.Errorf("%s: S3_BUCKET is %#v, not %q", name, values["S3_BUCKET"], bucket)
		}
	}
}
