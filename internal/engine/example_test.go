package engine_test

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// A job that reads a database and uploads to a lake, and what it needs.
func ExampleVersion_Needs() {
	version, _ := engine.Find("")
	needs := version.Needs(engine.Run{
		Job: map[string]any{"tenant_id": "acme", "source": map[string]any{
			"tables":     []any{map[string]any{"name": "public.orders", "object": "orders"}},
			"connection": map[string]any{"host": "db.acme.example", "database": "shop", "user": "reader"},
		}},
		SourceRecipe: map[string]any{"type": "postgres"},
		TargetRecipe: map[string]any{"type": "s3", "partitioning_default": []any{"ingest_date"}},
		Asset:        map[string]any{"name": "orders", "domain": "sales", "dataProduct": "shop"},
		Environment:  map[string]string{"S3_BUCKET": "acme-lake"},
		Bucket:       "acme-lake", Region: "eu-central-1",
	})
	for _, call := range needs.Calls {
		fmt.Printf("%s:%s on the %s %s\n", call.Service, call.Action, call.Resource.Kind, call.Resource.Name)
	}
	for _, endpoint := range needs.Endpoints {
		fmt.Printf("%s:%d %s\n", endpoint.Host, endpoint.Port, endpoint.Why)
	}
	for _, f := range needs.Findings {
		fmt.Printf("%s: %s\n  %s\n", f.Severity, f.Message, f.Hint)
	}
	// Output:
	// s3:PutObject on the object acme-lake/sales/shop/orders/*
	// s3:PutObjectTagging on the object acme-lake/sales/shop/orders/*
	// s3:AbortMultipartUpload on the object acme-lake/sales/shop/orders/*
	// db.acme.example:5432 PostgreSQL, once for metadata and once for data
	// s3.eu-central-1.amazonaws.com:443 upload of the run's files
	// warning: missing variable PGPASSWORD: source postgres takes its password from it
	//   set it in compute.secrets; the recipe's file_template is not read
}
