package platform

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// publicImages begin the images of the clouds' registries that need no sign-in: a
// mirror of Docker Hub, and the images of public projects. From memory, not read again.
func publicImages() []string {
	return []string{"mirror.gcr.io/", "gcr.io/distroless/", "gcr.io/google-containers/"}
}

// privateHosts end the hosts of registries of further clouds, all of them private.
func privateHosts() []string { return []string{".azurecr.io"} }

// foreignRegistry warns of an image in the private registry of another cloud: without
// credentials in the job, a platform signs in to the registry of its own cloud alone.
func (n *normalizer) foreignRegistry() {
	image := n.d.Container.Image
	host, _, hasHost := strings.Cut(image, "/")
	if !hasHost || slices.ContainsFunc(publicImages(), func(public string) bool { return strings.HasPrefix(image, public) }) {
		return
	}
	if own := n.platform.Cloud.References.Registry; own != nil && own().MatchString(host) {
		return
	}
	foreign := slices.ContainsFunc(privateHosts(), func(ending string) bool { return strings.HasSuffix(host, ending) }) ||
		slices.ContainsFunc(n.catalog.Clouds, func(c *Cloud) bool {
			return c.References.Registry != nil && c.References.Registry().MatchString(host)
		})
	if compute := n.infra.Compute; foreign && compute.RepositoryCredentials == "" && len(compute.ImagePullSecrets) == 0 {
		n.problems.Warnf("registry", paths.ComputeImage, "%s has no credentials for the registry of another cloud, %s", n.platform.Title, host).
			Hintf("copy the image to a registry of %s", n.platform.Cloud.Title)
	}
}
