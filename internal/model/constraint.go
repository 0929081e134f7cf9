package model

import (
	"errors"
	"fmt"
	"strings"
)

// CheckVersionConstraint validates a version constraint of a provider: conditions
// separated by commas, each a version with an optional operator =, !=, >, >=, <, <=
// or ~>. Which versions are valid was tested with Terraform 1.11.4 on 2026-11-23.
func CheckVersionConstraint(constraint string) error {
	if strings.TrimSpace(constraint) == "" {
		return errors.New("empty version constraint")
	}
	for condition := range strings.SplitSeq(constraint, ",") {
		condition = strings.TrimSpace(condition)
		version := withoutOperator(condition)
		switch {
		case condition == "":
			return fmt.Errorf("%s has a comma without a condition next to it", quote(constraint))
		case version == "":
			return fmt.Errorf("%s has no version after the operator", quote(condition))
		case strings.ContainsAny(version[:1], "=<>~!^"):
			return fmt.Errorf("%s has an unknown operator; use =, !=, >, >=, <, <= or ~>", quote(condition))
		case strings.ContainsAny(version, " \t=<>~!"):
			return fmt.Errorf("%s is missing a comma between two conditions", quote(condition))
		case !isVersion(version):
			return fmt.Errorf("invalid version %s: write one such as 6, 6.14 or 6.14.1", quote(version))
		}
	}
	return nil
}

// withoutOperator returns the version of a condition.
func withoutOperator(condition string) string {
	for _, operator := range []string{"!=", ">=", "<=", "~>", "=", ">", "<"} {
		if version, ok := strings.CutPrefix(condition, operator); ok {
			return strings.TrimSpace(version)
		}
	}
	return condition
}

// isVersion reports whether s is one to three numbers with an optional pre-release
// or build name.
func isVersion(s string) bool {
	numbers, suffix := s, ""
	if at := strings.IndexAny(s, "-+"); at >= 0 {
		numbers, suffix = s[:at], s[at+1:]
	}
	parts := strings.Split(numbers, ".")
	for _, part := range parts {
		if part == "" || strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	for _, r := range suffix {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-+", r)) {
			return false
		}
	}
	return len(parts) <= 3
}
