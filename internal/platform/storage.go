package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// storage settles which data the job may use, and where its state is kept.
func (n *normalizer) storage() {
	written, s := n.infra.Storage, &n.d.Storage
	s.Bucket, s.Prefix = written.Bucket, strings.TrimPrefix(written.Prefix, "/")
	if s.Prefix != "" && !strings.HasSuffix(s.Prefix, "/") {
		s.Prefix += "/" // else orders also opens orders_eu
	}
	if strings.ContainsAny(s.Prefix, "*?${}\"\\") {
		n.problems.Errorf("prefix", paths.StoragePrefix, "%q holds characters that mean something in a policy", written.Prefix).
			Hintf("write the folder itself, without \"*\", \"?\", \"${}\", quotes and backslashes")
	}
	if s.Prefix != "" && s.Bucket == "" {
		n.problems.Errorf("prefix", paths.StoragePrefix, "there is no bucket that it could be part of").
			Hintf("write infrastructure.storage.bucket too")
	}
	s.State = model.StatePlan(*written.State)
	refs := n.platform.Cloud.References
	refs.Bucket(n, paths.StorageBucket, s.Bucket)
	refs.Bucket(n, paths.StorageStateBucket, s.State.Bucket)
	key := refs.Key(n, paths.StorageKMSKeyID, written.KMSKeyID)
	s.KMSKey, s.KMSKeyRegion = key.name, key.region
	if _, incremental := n.job.Source["incremental"]; incremental && !s.State.Exists() && !n.d.Service {
		n.problems.Warnf("no-state", diag.KeyPath(paths.JobSource, "incremental"), "the job is incremental, but its state does not survive a run: every run starts over").
			Hintf("give it a place: %s", n.platform.stateHint)
	}
}
