package platform

import (
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// hmacKey adds the HMAC key of Cloud Storage to the container's secrets: the
// engine reads it as an access key.
func (n *normalizer) hmacKey() {
	key := n.infra.Storage.HMAC
	for _, part := range []struct{ at, name, reference string }{
		{paths.StorageHMACAccessKeyID, "AWS_ACCESS_KEY_ID", key.AccessKeyID},
		{paths.StorageHMACSecret, "AWS_SECRET_ACCESS_KEY", key.Secret},
	} {
		if part.reference == "" {
			continue // the schema reports a missing part
		}
		if n.hasVariable(part.name) {
			n.problems.Errorf("hmac", part.at, "conflicts with %s, which the job sets", part.name).
				Hintf("remove %s", n.variablePath(part.name))
			continue
		}
		if secret, ok := n.secret(part.at, part.name, part.reference); ok {
			n.d.Container.Secrets = append(n.d.Container.Secrets, secret)
		}
	}
	sortSecrets(n.d.Container.Secrets)
}

// usesHMAC reports whether the job has an HMAC key.
func (n *normalizer) usesHMAC() bool { return *n.infra.Storage.HMAC != (model.HMAC{}) }
