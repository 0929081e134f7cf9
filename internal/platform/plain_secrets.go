package platform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// credentialForm is a form of text that holds a credential: the last group of the
// pattern is the credential itself.
type credentialForm struct {
	name    string
	pattern *regexp.Regexp
}

// credentialForms are forms that say what they are, whatever the name of the
// variable. Those of vendors are from their documents on secret scanning, from
// memory, and do not need to be complete: a name that ends like a secret's counts too.
var credentialForms = sync.OnceValue(func() []credentialForm {
	form := func(name, pattern string) credentialForm { return credentialForm{name, regexp.MustCompile(pattern)} }
	const word = `(?:password|passwd|pwd|secret|token|(?:api|access|account|shared|private)[_-]?key|client[_-]?secret)`
	return []credentialForm{
		form("a URL with a password", `[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#@:]*:([^\s/?#@]+)@`),
		form("a password in a connection string", `(?i)(?:^|[;&?,\s"'])(?:[a-z0-9]+[_. -])*`+word+`\s?=\s?["']?([^\s;&,"']+)`),
		form("the value of an option for a secret", `(?i)(?:^|\s)--?(?:[a-z0-9]+-)*`+word+`(?:\s+|=)["']?([^\s"'-][^\s"']*)`),
		form("an authorization header", `(?i)\b(?:bearer|authorization:\s*(?:basic|token))\s+([A-Za-z0-9._~+/-]{8,}=*)`),
		form("a JSON Web Token", `\b(eyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+)`),
		form("a webhook URL", `https://(hooks\.slack\.com/(?:services|workflows|triggers)/\S+|(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\S+|`+
			`[\w.-]+\.webhook\.office\.com/\S+|outlook\.office\.com/webhook/\S+)`),
		form("a signed URL", `[?&](?:sig|X-Amz-Signature|X-Goog-Signature)=([A-Za-z0-9%+/=]{16,})`),
		form("a private key", `(-----BEGIN [A-Z ]*PRIVATE KEY-----)`),
		form("an access key", `\b((?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|`+
			`xox[abeprs]-[\w-]{10,}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[\w-]{35})\b`),
	}
})

// placeholderValue matches a placeholder of a credential: a variable of a shell, a
// template, a name in brackets, asterisks, or an empty word.
var placeholderValue = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:\$.*|%.*|\{.*|<.*|\*+|x+|true|false|null|none|required|optional|string|text|/.*)$`)
})

// credential returns the credential in a text, and what it is; "" if there is none.
func credential(text string) (value, form string) {
	for _, f := range credentialForms() {
		for _, groups := range f.pattern.FindAllStringSubmatch(text, -1) {
			if found := groups[len(groups)-1]; !placeholderValue().MatchString(strings.ToLower(found)) {
				return found, f.name
			}
		}
	}
	return "", ""
}

// plainSecretHint says where a secret belongs.
const plainSecretHint = "put a reference to it under infrastructure.compute.secrets"

// plainSecret reports a credential in plain text. Neither the message nor the line of
// the file is printed with it.
func (n *normalizer) plainSecret(at, form, hint string) {
	what := "plain-text secret"
	if form != "" {
		what += ", " + form
	}
	n.problems.Errorf("plain-secret", at, "%s: everyone who can read the definition of the job can read it", what).
		Hintf("%s", hint).Private = true
}

// commandSecrets reports credentials in the command of the container.
func (n *normalizer) commandSecrets() {
	for at, words := range sorted(commandWords(n.infra.Compute)) {
		for i, word := range words {
			found, form := credential(word)
			if found == "" && i > 0 && !strings.Contains(words[i-1], "=") && !strings.ContainsAny(words[i-1], " \t\n") {
				found, form = credential(words[i-1] + " " + word)
			}
			if found != "" {
				n.shown = append(n.shown, word)
				n.plainSecret(diag.ItemPath(at, i), form, plainSecretHint+", and read it from that variable")
			}
		}
	}
}

// withoutSecrets removes problems whose message repeats a word with a credential, and
// hides the lines of those about the same list.
func (n *normalizer) withoutSecrets(problems diag.List) diag.List {
	if len(n.shown) == 0 {
		return problems
	}
	problems = slices.DeleteFunc(problems, func(p diag.Diagnostic) bool {
		return p.Code != "plain-secret" && slices.ContainsFunc(n.shown, func(word string) bool {
			return strings.Contains(p.Message+p.Hint, strconv.Quote(word)) || strings.Contains(p.Message+p.Hint, diag.Quote(word))
		})
	})
	for i, p := range problems {
		for _, list := range []string{paths.ComputeArgs, paths.ComputeCommand, paths.ComputeEntrypoint} {
			problems[i].Private = problems[i].Private || diag.Within(p.Path, list)
		}
	}
	return problems
}
