package engine

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Resolve returns the value of a plain YAML scalar, one without quotes, as the
// engine's parser (PyYAML, YAML 1.1) reads it. It differs from YAML 1.2: yes,
// no, on and off are booleans, 12:30 is 750, 010 is 8 and 1e3 is a string.
func Resolve(plain string) any {
	switch {
	case nullWord.MatchString(plain):
		return nil
	case trueWord.MatchString(plain):
		return true
	case falseWord.MatchString(plain):
		return false
	case floatWord.MatchString(plain):
		return yamlFloat(plain)
	case intWord.MatchString(plain):
		return yamlInt(plain)
	case dateWord.MatchString(plain):
		if day, err := time.Parse("2006-01-02", plain); err == nil {
			return day
		}
		return time.Time{}
	}
	return plain
}

// The patterns are those of PyYAML's resolver.py, 6.0.
var (
	nullWord  = regexp.MustCompile(`^(?:~|null|Null|NULL|)$`)
	trueWord  = regexp.MustCompile(`^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$`)
	falseWord = regexp.MustCompile(`^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$`)
	floatWord = regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	intWord   = regexp.MustCompile(`^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)
	dateWord  = regexp.MustCompile(`^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$`)
)

// sign cuts the sign off.
func sign(s string) (float64, string) {
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		return -1, rest
	}
	return 1, strings.TrimPrefix(s, "+")
}

func yamlFloat(plain string) float64 {
	factor, s := sign(strings.ToLower(strings.ReplaceAll(plain, "_", "")))
	switch {
	case s == ".inf":
		return math.Inf(int(factor))
	case s == ".nan":
		return math.NaN()
	case strings.Contains(s, ":"):
		return factor * sexagesimal(s)
	}
	n, _ := strconv.ParseFloat(s, 64)
	return factor * n
}

// yamlInt returns an int64, or a float64 where the number is too large for one.
func yamlInt(plain string) any {
	factor, s := sign(strings.ReplaceAll(plain, "_", ""))
	if strings.Contains(s, ":") {
		return int64(factor * sexagesimal(s))
	}
	base := 10
	switch {
	case strings.HasPrefix(s, "0b"):
		base, s = 2, s[2:]
	case strings.HasPrefix(s, "0x"):
		base, s = 16, s[2:]
	case len(s) > 1 && s[0] == '0':
		base = 8
	}
	n, err := strconv.ParseInt(s, base, 64)
	if err != nil {
		return factor * math.MaxInt64
	}
	return int64(factor) * n
}

// sexagesimal reads base 60: 1:30:00 is 5400.
func sexagesimal(s string) float64 {
	total := 0.0
	for part := range strings.SplitSeq(s, ":") {
		n, _ := strconv.ParseFloat(part, 64)
		total = total*60 + n
	}
	return total
}
