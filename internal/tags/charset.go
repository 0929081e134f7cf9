package tags

import (
	"strings"
	"unicode"
)

// The character sets of the sinks.

func lowerLetter(char rune) bool { return 'a' <= char && char <= 'z' }

func lowerAlphanumeric(char rune) bool {
	return lowerLetter(char) || '0' <= char && char <= '9'
}

func alphanumeric(char rune) bool {
	return lowerAlphanumeric(char) || 'A' <= char && char <= 'Z'
}

// awsText is [\p{L}\p{Z}\p{N}_.:/=+\-@].
func awsText(char rune) bool {
	if char < 0x80 {
		return alphanumeric(char) || strings.ContainsRune(" _.:/=+-@", char)
	}
	return unicode.IsLetter(char) || unicode.IsNumber(char) || unicode.Is(unicode.Z, char)
}

// gcpText is [a-z0-9_-].
func gcpText(char rune) bool {
	return lowerAlphanumeric(char) || char == '_' || char == '-'
}

// labelText is [A-Za-z0-9_.-].
func labelText(char rune) bool {
	return alphanumeric(char) || char == '_' || char == '.' || char == '-'
}

// isSubdomain reports whether the text is a DNS-1123 subdomain: at most 253
// characters, dot-separated parts of lower-case letters, digits and inner
// hyphens.
func isSubdomain(text string) bool {
	if len(text) > 253 {
		return false
	}
	for part := range strings.SplitSeq(text, ".") {
		if part == "" || part[0] == '-' || part[len(part)-1] == '-' {
			return false
		}
		for _, char := range part {
			if !lowerAlphanumeric(char) && char != '-' {
				return false
			}
		}
	}
	return true
}

// isSubdomainIgnoringCase is for annotations, whose keys Kubernetes lower-cases
// before it checks them.
func isSubdomainIgnoringCase(text string) bool {
	for _, char := range text {
		if char >= 0x80 {
			return false // a few of them become ASCII in lower case
		}
	}
	return isSubdomain(strings.ToLower(text))
}

// isDagsterNamespace is ([A-Za-z0-9_.-]{1,63}|dagster/kind).
func isDagsterNamespace(text string) bool {
	if text == "dagster/kind" {
		return true
	}
	for _, char := range text {
		if !labelText(char) {
			return false
		}
	}
	return text != "" && len(text) <= 63
}
