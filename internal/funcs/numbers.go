package funcs

import (
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// numbers calculate with whole numbers, those that end in f and the rounding ones
// with floating-point numbers. What is not a number counts as 0.
func numbers() map[string]any {
	return map[string]any{
		"add":     add,
		"add1":    func(v any) int64 { return toInt64(v) + 1 },
		"ceil":    func(v any) float64 { return math.Ceil(toFloat64(v)) },
		"div":     func(a, b any) (int64, error) { return divided(a, b, func(a, b int64) int64 { return a / b }) },
		"float64": toFloat64,
		"floor":   func(v any) float64 { return math.Floor(toFloat64(v)) },
		"int":     func(v any) int { return int(toInt64(v)) },
		"int64":   toInt64,
		"max":     func(first any, others ...any) int64 { return fold(toInt64, maxInt, first, others) },
		"maxf":    func(first any, others ...any) float64 { return fold(toFloat64, math.Max, first, others) },
		"min":     func(first any, others ...any) int64 { return fold(toInt64, minInt, first, others) },
		"minf":    func(first any, others ...any) float64 { return fold(toFloat64, math.Min, first, others) },
		"mod":     func(a, b any) (int64, error) { return divided(a, b, func(a, b int64) int64 { return a % b }) },
		"mul": func(first any, others ...any) int64 {
			return fold(toInt64, func(a, b int64) int64 { return a * b }, first, others)
		},
		"round": round,
		"sub":   func(a, b any) int64 { return toInt64(a) - toInt64(b) },
	}
}

func add(values ...any) int64 {
	return fold(toInt64, func(a, b int64) int64 { return a + b }, 0, values)
}

func maxInt(a, b int64) int64 { return max(a, b) }

func minInt(a, b int64) int64 { return min(a, b) }

// fold combines values from left to right.
func fold[T any](convert func(any) T, combine func(a, b T) T, first any, others []any) T {
	result := convert(first)
	for _, v := range others {
		result = combine(result, convert(v))
	}
	return result
}

func divided(a, b any, operation func(a, b int64) int64) (int64, error) {
	divisor := toInt64(b)
	if divisor == 0 {
		return 0, errors.New("division by zero")
	}
	return operation(toInt64(a), divisor), nil
}

// round rounds to some decimal places; up from a half, or from roundOn if given.
func round(v any, places int, roundOn ...float64) float64 {
	half := .5
	if len(roundOn) > 0 {
		half = roundOn[0]
	}
	power := math.Pow(10, float64(places))
	shifted := power * toFloat64(v)
	if _, fraction := math.Modf(shifted); fraction >= half {
		return math.Ceil(shifted) / power
	}
	return math.Floor(shifted) / power
}

// toInt64 converts numbers, their texts in Go's notation, and truth values.
func toInt64(value any) int64 {
	v := indirect(value)
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint())
	case v.CanFloat():
		return int64(v.Float())
	case v.Kind() == reflect.Bool && v.Bool():
		return 1
	case v.Kind() == reflect.String:
		n, err := strconv.ParseInt(trimZeroDecimals(v.String()), 0, 0)
		if err == nil {
			return n
		}
	}
	return 0
}

// toFloat64 converts numbers, their texts, and truth values.
func toFloat64(value any) float64 {
	v := indirect(value)
	switch {
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	case v.CanFloat():
		return v.Float()
	case v.Kind() == reflect.Bool && v.Bool():
		return 1
	case v.Kind() == reflect.String:
		f, err := strconv.ParseFloat(v.String(), 64)
		if err == nil {
			return f
		}
	}
	return 0
}

// indirect follows pointers.
func indirect(value any) reflect.Value {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return v
}

// trimZeroDecimals turns 2.00 into 2, and leaves 2. and 2.50 as they are.
func trimZeroDecimals(text string) string {
	whole := strings.TrimRight(text, "0")
	if len(whole) < len(text) && strings.HasSuffix(whole, ".") {
		return strings.TrimSuffix(whole, ".")
	}
	return text
}
