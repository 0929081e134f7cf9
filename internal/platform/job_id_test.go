package platform

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ tenant, job, environment, want string }{
		{"acme", "orders", "", "dativo-acme-orders"},
		{"acme", "orders", "prod", "dativo-acme-orders-prod"},
		{"acme", "stripe_customers", "prod", "dativo-acme-stripe-customers-prod"},
		// Without an environment the last word would be taken for one.
		{"acme", "stripe_customers", "", "dativo-acme-stripe-customers-e41ce4f7"},
		// Each of these could be read as another job.
		{"acme-eu", "orders", "prod", "dativo-acme-eu-orders-prod-9509b9ba"},
		{"acme", "stripe-customers", "prod", "dativo-acme-stripe-customers-prod-9db61f36"},
		{"Acme", "orders", "prod", "dativo-acme-orders-prod-3dcd91b4"},
		{"acme", "orders", "0a1b2c3d", "dativo-acme-orders-0a1b2c3d-adea3f20"},
		{"acme", "o" + strings.Repeat("x", 60), "prod", "dativo-acme-oxxxxxxxxxxxxxxxxxxxxxxxxxxx-dd5aadda"},
	} {
		if got := (jobID{test.tenant, test.job, test.environment}).name(); got != test.want {
			t.Errorf("%s/%s/%s: got %s, want %s", test.tenant, test.job, test.environment, got, test.want)
		}
	}
}

// TestNamesAreDifferent makes many jobs whose names are made of the same few
// parts: each has a valid name and IDs of its own.
func TestNamesAreDifferent(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-z][a-z0-9-]{0,47}[a-z0-9]$`)
	account := regexp.MustCompile(`^[a-z][a-z0-9-]{4,28}[a-z0-9]$`)
	random := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		parts := []string{"a", "b", "A", "acme", "orders", "prod", "0", "1a2b3c4d", strings.Repeat("long", 12)}
		joints := []string{"-", "_", ".", "--", ""}
		text := parts[random.IntN(len(parts))]
		for range random.IntN(3) {
			text += joints[random.IntN(len(joints))] + parts[random.IntN(len(parts))]
		}
		return text
	}
	jobs := map[jobID]bool{}
	taken := map[string]jobID{}
	add := func(id jobID) {
		if jobs[id] {
			return
		}
		jobs[id] = true
		if n := id.name(); !name.MatchString(n) || strings.Contains(n, "--") {
			t.Errorf("%v: %q is not a valid name", id, n)
		}
		for _, n := range []string{"name " + id.name(), "account " + id.accountID(), "account " + id.invokerID()} {
			if other, ok := taken[n]; ok {
				t.Errorf("%v and %v are both %s", id, other, n)
			}
			taken[n] = id
		}
		for _, n := range []string{id.accountID(), id.invokerID()} {
			if !account.MatchString(n) {
				t.Errorf("%v: %q is not the id of a service account", id, n)
			}
		}
	}
	for range 4000 {
		id := jobID{word(), word(), word()}
		if random.IntN(3) == 0 {
			id.environment = ""
		}
		add(id)
		// The same letters cut in another place, and with another joint.
		add(jobID{id.tenant + "-" + id.job, id.environment + "x", ""})
		add(jobID{id.tenant, strings.ReplaceAll(id.job, "_", "-"), id.environment})
		// A job that is called like another one's hash, where the rest of the
		// other's name is cut off.
		add(jobID{id.tenant, id.job, lastWord(id.name())})
		long := jobID{strings.Repeat("t", maxName-len("dativo-")-len("-")-hashLength), id.job, ""}
		add(long)
		add(jobID{long.tenant, lastWord(long.name()), ""})
	}
	if len(jobs) < 5000 {
		t.Errorf("tried only %d jobs", len(jobs))
	}
}

func lastWord(name string) string { return name[strings.LastIndex(name, "-")+1:] }

func TestIsName(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{
		"acme": true, "Acme_1.2-x": true, "0": true,
		"": false, "-a": false, ".": false, "..": false, "a b": false, "a/b": false, "é": false, "a\n": false, "a\x00": false, `a"b`: false,
	} {
		if got := IsName(word); got != want {
			t.Errorf("%q: %t", word, got)
		}
	}
}
