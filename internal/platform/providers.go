package platform

import "github.com/dativo-io/dativo-gen/internal/model"

// Versions of Terraform's providers that the templates are written for. A new
// major version removes arguments: it is an upgrade to plan for.
const (
	awsProvider        = ">= 6.0, < 7.0"
	googleProvider     = ">= 7.0, < 8.0"
	kubernetesProvider = ">= 3.0, < 4.0"
)

// providers settles the versions that the module asks for, of the providers
// that the platform uses: the project file's, else the platform's own.
func (n *normaliser) providers() {
	choose := func(own, wanted string) string {
		if own != "" && wanted != "" {
			return wanted
		}
		return own
	}
	own, wanted := n.platform.Providers, n.in.Providers
	n.d.Providers = model.Providers{
		AWS:        choose(own.AWS, wanted.AWS),
		Google:     choose(own.Google, wanted.Google),
		Kubernetes: choose(own.Kubernetes, wanted.Kubernetes),
	}
}
