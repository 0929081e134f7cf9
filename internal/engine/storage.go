package engine

import "strings"

// ObjectPath is where every object of a run goes, whatever the target's type.
// The table is the asset's name in lower case, with underscores for hyphens and
// spaces; the file keeps its spaces (cli.py:708-723, parquet_writer.py:391-413).
const ObjectPath = "s3://<bucket>/<domain, default>/<dataProduct, default>/<table>/[<column>=<value>/]<file>_<000000>.parquet"

// StorageCalls are the calls of every upload; the resources have no name here.
// A file above 8 MiB is sent in parts, with the same two permissions. No run
// lists a bucket, reads an object, deletes one or asks for a location.
func StorageCalls() []Call {
	upload := Fact{"iceberg_committer.py:740-860", Ran}
	encryption := Fact{"docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html", Vendor}
	return []Call{
		{"s3", "PutObject", Resource{Kind: Object}, "", Always, upload},
		{"s3", "PutObjectTagging", Resource{Kind: Object}, "", Always, upload},
		{"s3", "AbortMultipartUpload", Resource{Kind: Object}, "", OnFailed, upload},
		{"kms", "GenerateDataKey", Resource{Kind: EncryptionKey}, "", Always, encryption},
		{"kms", "Decrypt", Resource{Kind: EncryptionKey}, "", OnLarge, encryption},
	}
}

// ClientRule says what the S3 client is made of.
type ClientRule struct {
	Connection             string
	Endpoint, Keys, Region string
	Fact                   Fact
}

// ClientRules are the two cases: with a block below target.connection, recipe
// and job merged, and without. type, file_format and engine of a target decide
// nothing.
func ClientRules() []ClientRule {
	return []ClientRule{
		{"no s3 and no minio, or both empty; s3: null removes the recipe's", "S3_ENDPOINT, MINIO_ENDPOINT, else AWS", "AWS_ACCESS_KEY_ID, MINIO_ACCESS_KEY; without them the workload's own identity", "AWS_REGION, else us-east-1", Fact{"iceberg_committer.py:89-101", Ran}},
		{"s3 or minio with any key", "its endpoint, S3_ENDPOINT, MINIO_ENDPOINT, else http://localhost:9000", "its keys, AWS_*, MINIO_*, else minioadmin: never the workload's identity", "its region, AWS_REGION, else us-east-1", Fact{"iceberg_committer.py:103-163", Ran}},
	}
}

// BucketValue is the value of S3_BUCKET with which a run writes below a prefix
// of a bucket: the engine splits bucket from key at the first slash of its own
// path (iceberg_committer.py:716-737, run on 2026-11-25).
func BucketValue(bucket, prefix string) string {
	return strings.Trim(bucket+"/"+strings.Trim(prefix, "/"), "/")
}

// Interop are the variables with which the S3 protocol reaches Cloud Storage,
// besides AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which hold an HMAC key of
// a service account that may create and delete objects. Whether Cloud Storage
// accepts the engine's object tags was not tried.
func Interop() []Setting {
	return []Setting{
		{"S3_ENDPOINT", "https://storage.googleapis.com", "Cloud Storage speaks the S3 protocol there"},
		{RegionVariable, "auto", "the region of a signature for Cloud Storage"},
		{"AWS_REQUEST_CHECKSUM_CALCULATION", "when_required", "newer SDKs send checksums that Cloud Storage refuses"},
		{"AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required", "newer SDKs expect checksums that Cloud Storage does not send"},
	}
}
