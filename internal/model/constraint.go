package model

import (
	"errors"
	"fmt"
	"strings"
)

// CheckVersionConstraint reports what is wrong with a version constraint of a
// provider: conditions joined by commas, each a version with one of the
// operators =, !=, >, >=, <, <= and ~> before it or none. What is a version was
// tried with Terraform 1.11.4 on 2026-11-23.
func CheckVersionConstraint(constraint string) error {
	if strings.TrimSpace(constraint) == "" {
		return errors.New("the version constraint is empty")
	}
	for condition := range strings.SplitSeq(constraint, ",") {
		condition = strings.TrimSpace(condition)
		version := withoutOperator(condition)
		switch {
		case condition == "":
			return fmt.Errorf("%s has a comma with no condition beside it", quote(constraint))
		case version == "":
			return fmt.Errorf("%s has no version behind the operator", quote(condition))
		case strings.ContainsAny(version[:1], "=<>~!^"):
			return fmt.Errorf("%s has an unknown operator; use =, !=, >, >=, <, <= or ~>", quote(condition))
		case strings.ContainsAny(version, " \t=<>~!"):
			return fmt.Errorf("%s are two conditions without a comma between them", quote(condition))
		case !isVersion(version):
			return fmt.Errorf("%s is not a version such as 6, 6.14 or 6.14.1", quote(version))
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

// isVersion reports whether s is one to three numbers, and behind them a
// pre-release or build name or none.
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
