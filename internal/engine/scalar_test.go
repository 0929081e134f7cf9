package engine

import (
	"fmt"
	"math"
	"testing"
)

// TestResolve: the values are what PyYAML 6.0 printed for each.
func TestResolve(t *testing.T) {
	t.Parallel()
	for plain, want := range map[string]any{
		"": nil, "~": nil, "null": nil, "Null": nil, "nUll": "nUll",
		"yes": true, "On": true, "TRUE": true, "off": false, "No": false, "y": "y", "n": "n",
		"0": int64(0), "-0": int64(0), "10": int64(10), "010": int64(8), "08": "08", "0o10": "0o10", "0x1F": int64(31), "-0b101": int64(-5), "1_000": int64(1000), "1:30": int64(90), "-1:30:00": int64(-5400), "1:75": "1:75",
		"1.0": 1.0, "1.": 1.0, ".5": 0.5, "+.5": "+.5", "1e3": "1e3", "1.0e3": "1.0e3", "1.5e+3": 1500.0, "1:30.5": 90.5, "-.inf": math.Inf(-1), "1.0.0": "1.0.0", "v1": "v1", "-": "-", "99999999999999999999": float64(math.MaxInt64),
	} {
		if got := Resolve(plain); got != want {
			t.Errorf("%q: got %T %v, want %T %v", plain, got, got, want, want)
		}
	}
	for _, plain := range []string{"2025-01-31", "2025-1-1 10:00:00", "2025-01-31T10:00:00Z", "2025-01-31 10:00:00.5 +2", "2025-02-30"} {
		if got := describe(Resolve(plain)); got != "a date" {
			t.Errorf("%q: got %s", plain, got)
		}
	}
	if got := fmt.Sprint(Resolve(".NaN")); got != "NaN" {
		t.Error(got)
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"1:30:00", "0x_", "0b_", "010", "-.inf", "2025-02-30", "1__0.5e+9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, plain string) {
		if s, isText := Resolve(plain).(string); isText && s != plain {
			t.Errorf("%q became %q", plain, s)
		}
	})
}
