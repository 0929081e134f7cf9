package platform

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// httpsPort is the port of the clouds' APIs.
const httpsPort = 443

// anywhere is the CIDR block of hosts whose addresses are not known.
const anywhere = "0.0.0.0/0"

// neededEgress returns the rules without which the run, or its start, fails: what
// the engine dials, and HTTPS for what the platform dials, or what is not known.
func (n *normalizer) neededEgress() []model.Egress {
	var rules []model.Egress
	if n.platform.startNeeds != "" || !n.engine.Known() || len(n.needs.Opaque) > 0 || len(n.needs.Endpoints) == 0 {
		rules = append(rules, model.Egress{CIDR: anywhere, Port: httpsPort, Protocol: "tcp"})
	}
	for _, e := range n.needs.Endpoints {
		rule := model.Egress{CIDR: addresses(e.Host), Port: e.Port, Protocol: "tcp"}
		if e.Port > 0 && !slices.ContainsFunc(rules, func(r model.Egress) bool { return covers(r, rule) }) {
			rules = append(rules, rule)
		}
	}
	return rules
}

// addresses is the CIDR block of a host.
func addresses(host string) string {
	if address, err := netip.ParseAddr(host); err == nil {
		return netip.PrefixFrom(address, address.BitLen()).String()
	}
	return anywhere
}

// covers reports whether a rule allows what another one does.
func covers(rule, other model.Egress) bool {
	if rule.Port != other.Port || rule.Protocol != other.Protocol {
		return false
	}
	wide, err := netip.ParsePrefix(rule.CIDR)
	narrow, otherErr := netip.ParsePrefix(other.CIDR)
	return err == nil && otherErr == nil && wide.Bits() <= narrow.Bits() && wide.Contains(narrow.Addr())
}

// closedEgress warns of written rules that close what the run needs, and says
// what stops working. The address of a named host is not known, so any rule with
// its port counts.
func (n *normalizer) closedEgress() {
	written := n.infra.Network.Egress
	if len(written) == 0 || !n.engine.Known() || n.d.Service {
		return
	}
	allows := func(host string, port int) bool {
		return slices.ContainsFunc(n.d.Network.Egress, func(r model.Egress) bool {
			if _, err := netip.ParseAddr(host); err == nil {
				return covers(r, model.Egress{CIDR: addresses(host), Port: port, Protocol: "tcp"})
			}
			return r.Port == port && r.Protocol == "tcp"
		})
	}
	if start := n.platform.startNeeds; start != "" && !allows("", httpsPort) {
		n.problems.Warnf("egress", paths.NetworkEgress, "no rule allows port %d: %s", httpsPort, start).
			Hintf("add {cidr: %s, port: %d}", anywhere, httpsPort)
	}
	for _, e := range n.needs.Endpoints {
		if e.Port == 0 || allows(e.Host, e.Port) || e.Port == httpsPort && n.platform.startNeeds != "" && !allows("", httpsPort) {
			continue
		}
		n.problems.Warnf("egress", paths.NetworkEgress, "no rule allows port %d of %s, so this fails: %s", e.Port, endpointHost(e), e.Why).
			Hintf("add {cidr: %s, port: %d}", addresses(e.Host), e.Port)
	}
}

// endpointHost names the host of an endpoint.
func endpointHost(e engine.Endpoint) string {
	if e.Host == "" {
		return fmt.Sprintf("the host in %s", e.Variable)
	}
	return e.Host
}
