package platform

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// grants resolves what the job's own identity is allowed: what the run calls, and
// for an image without the engine the use of the bucket that the job names.
func (n *normalizer) grants() {
	s := &n.d.Storage
	if !n.engine.Known() {
		s.BucketGranted = s.Bucket != ""
		n.d.Monitoring.PublishesMetrics = n.d.Monitoring.MetricsNamespace != ""
		if n.platform.Cloud.ObjectStore == engine.S3 {
			n.d.Grants = n.ownImageGrants()
		}
		return
	}
	if n.platform.Cloud.ObjectStore != engine.S3 {
		return // the engine cannot use the identity: see engine.Needs
	}
	if s.Bucket == "" && n.needs.Upload.Signer == engine.Workload && n.needs.Upload.OnAWS() {
		s.Bucket = n.needs.Upload.Bucket // S3_BUCKET of the job
	}
	n.grantPrefix()
	for _, call := range n.needs.Calls {
		ofBucket := slices.Contains([]engine.ResourceKind{engine.Object, engine.Bucket, engine.EncryptionKey}, call.Resource.Kind)
		if call.Signer == engine.Workload && (!ofBucket || s.Bucket != "" && n.needs.Upload.OnAWS()) {
			n.grant(call)
		}
	}
	s.BucketGranted = slices.ContainsFunc(n.d.Grants, func(g model.Grant) bool { return g.Kind == model.GrantObjects })
}

// grantPrefix derives the prefix of the grants from the path of the objects,
// where the job sets none.
func (n *normalizer) grantPrefix() {
	s, path := &n.d.Storage, n.needs.Upload.Prefix
	if s.Prefix != "" || s.Bucket == "" || n.needs.Upload.Bucket != s.Bucket || n.needs.Upload.Signer != engine.Workload {
		return
	}
	if unknown := strings.IndexByte(path, '*'); unknown >= 0 {
		path = path[:strings.LastIndexByte(path[:unknown], '/')+1]
	}
	if outside := outsidePolicies(path); outside != 0 { // of the asset's names: the grants are for the folder above
		path = path[:strings.LastIndexByte(path[:strings.IndexRune(path, outside)], '/')+1]
	}
	if !strings.ContainsAny(path, specialInPolicies) {
		s.Prefix = path
	}
}

// grant adds a call to the statement of its kind.
func (n *normalizer) grant(call engine.Call) {
	grant := model.Grant{Actions: []string{call.Service + ":" + call.Action}}
	names := []string{call.Resource.Name}
	regional := func(sid, service, name string) {
		grant.Sid, grant.Kind, grant.Service, names = sid, model.GrantRegional, service, []string{name}
	}
	switch call.Resource.Kind {
	case engine.Object:
		grant.Sid, grant.Kind, names = "WriteObjects", model.GrantObjects, nil
		if !strings.HasPrefix(call.Resource.Name, n.d.Storage.Bucket+"/"+n.d.Storage.Prefix) {
			grant.Sid, grant.Kind, names = "UseTables", model.GrantOtherObjects, []string{call.Resource.Name}
		}
	case engine.Bucket:
		grant.Sid, grant.Kind, names = "UseBucket", model.GrantBucket, nil
	case engine.EncryptionKey:
		grant.Sid, grant.Kind, names = "UseBucketKey", model.GrantKey, nil
	case engine.GlueCatalog:
		regional("UseCatalog", "glue", "catalog")
	case engine.GlueDatabase:
		regional("UseDatabase", "glue", "database/"+call.Resource.Name)
	case engine.GlueTable:
		regional("UseTable", "glue", "table/"+call.Resource.Name)
	case engine.Secret:
		regional("ReadEngineSecrets", "secretsmanager", "secret:"+call.Resource.Name+"-??????")
	default:
		return
	}
	i := slices.IndexFunc(n.d.Grants, func(g model.Grant) bool { return g.Sid == grant.Sid })
	if i < 0 {
		n.d.Grants, i = append(n.d.Grants, model.Grant{Sid: grant.Sid, Kind: grant.Kind, Service: grant.Service}), len(n.d.Grants)
	}
	g := &n.d.Grants[i]
	g.Actions = sortedUnion(g.Actions, grant.Actions)
	g.Names = sortedUnion(g.Names, names)
}

func sortedUnion(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// ownImageGrants are the grants of an image without the engine: the objects of
// the bucket, its key, and the metrics of the namespace.
func (n *normalizer) ownImageGrants() []model.Grant {
	var grants []model.Grant
	if n.d.Storage.Bucket != "" {
		listing := []string{"s3:ListBucket"}
		if n.d.Storage.Prefix == "" {
			listing = append(listing, "s3:ListBucketMultipartUploads")
		}
		grants = append(grants,
			model.Grant{Sid: "LocateBucket", Kind: model.GrantBucket, Actions: []string{"s3:GetBucketLocation"}},
			model.Grant{Sid: "ListObjects", Kind: model.GrantListing, Actions: listing},
			model.Grant{Sid: "UseObjects", Kind: model.GrantObjects, Actions: []string{
				"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject",
			}})
	}
	if n.d.Storage.Bucket != "" && n.d.Storage.KMSKey != "" {
		grants = append(grants, model.Grant{Sid: "UseBucketKey", Kind: model.GrantKey, Actions: []string{"kms:Decrypt", "kms:GenerateDataKey"}})
	}
	if n.d.Monitoring.MetricsNamespace != "" {
		grants = append(grants, model.Grant{Sid: "PutMetrics", Kind: model.GrantMetrics, Actions: []string{"cloudwatch:PutMetricData"}})
	}
	return grants
}

// keyWithoutUse warns of a key that nothing of the job uses, since no upload is
// signed by its own identity.
func (n *normalizer) keyWithoutUse(at string) {
	used := slices.ContainsFunc(n.d.Grants, func(g model.Grant) bool { return g.Kind == model.GrantKey })
	if n.engine.Known() && len(n.in.Engine.Files) > 0 && n.d.Storage.KMSKey != "" && n.d.Storage.Bucket != "" && !used {
		n.noEffect(at, "the uploads are not signed by the job's own identity")
		n.d.Storage.KMSKey, n.d.Storage.KMSKeyRegion = "", ""
	}
}
