package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/netip"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// functions are the functions of Terraform that the modules call.
func functions() map[string]function.Function {
	all := map[string]function.Function{
		"can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
		"concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc,
		"flatten": stdlib.FlattenFunc, "floor": stdlib.FloorFunc, "format": stdlib.FormatFunc, "formatlist": stdlib.FormatListFunc,
		"join": stdlib.JoinFunc, "jsonencode": stdlib.JSONEncodeFunc, "keys": stdlib.KeysFunc,
		"length": length(), "lookup": lookup(), "lower": stdlib.LowerFunc,
		"max": stdlib.MaxFunc, "merge": stdlib.MergeFunc, "min": stdlib.MinFunc, "range": stdlib.RangeFunc, "regex": regex(),
		"regexall": stdlib.RegexAllFunc, "replace": stdlib.ReplaceFunc, "slice": stdlib.SliceFunc,
		"sort": stdlib.SortFunc, "split": stdlib.SplitFunc, "trimprefix": stdlib.TrimPrefixFunc, "trimsuffix": stdlib.TrimSuffixFunc,
		"upper": stdlib.UpperFunc, "values": stdlib.ValuesFunc,
		"tostring": stdlib.MakeToFunc(cty.String), "tonumber": stdlib.MakeToFunc(cty.Number),
		"tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), "toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
		"alltrue": aggregate(true), "anytrue": aggregate(false),
		"cidrhost": cidrHost(), "one": one(),
	}
	for name, holds := range map[string]func(string, string) bool{
		"startswith": strings.HasPrefix, "endswith": strings.HasSuffix, "strcontains": strings.Contains,
	} {
		all[name] = predicate(holds)
	}
	for name, part := range map[string]func(string) string{
		"basename": path.Base, "dirname": path.Dir,
		"sha256": func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) },
	} {
		all[name] = conversion(part)
	}
	return all
}

// conversion is a function of one string, which returns another.
func conversion(of func(text string) string) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(of(args[0].AsString())), nil
		},
	})
}

// predicate is a function of two strings.
func predicate(holds func(text, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.String}, {Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(holds(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// aggregate is alltrue, or anytrue.
func aggregate(all bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			for _, element := range args[0].AsValueSlice() {
				if element.True() != all {
					return cty.BoolVal(!all), nil
				}
			}
			return cty.BoolVal(all), nil
		},
	})
}

// regex is Terraform's. What has no groups is matched here, with the expression
// compiled once: that of a tag, with all letters of Unicode, takes long.
func regex() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.String}, {Type: cty.String}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() {
				return cty.DynamicPseudoType, nil
			}
			if expression, err := compiled(args[0].AsString()); err == nil && expression.NumSubexp() == 0 {
				return cty.String, nil
			}
			return stdlib.RegexFunc.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, kind cty.Type) (cty.Value, error) {
			expression, err := compiled(args[0].AsString())
			if err != nil || kind != cty.String || expression.NumSubexp() > 0 {
				return stdlib.RegexFunc.Call(args)
			}
			at := expression.FindStringIndex(args[1].AsString())
			if at == nil {
				return cty.NilVal, errors.New("no match")
			}
			return cty.StringVal(args[1].AsString()[at[0]:at[1]]), nil
		},
	})
}

// expressions remembers what compiled has made.
var expressions sync.Map

func compiled(pattern string) (*regexp.Regexp, error) {
	if known, ok := expressions.Load(pattern); ok {
		return known.(*regexp.Regexp), nil
	}
	expression, err := regexp.Compile(pattern)
	if err == nil {
		expressions.Store(pattern, expression)
	}
	return expression, err
}

// length is Terraform's, which takes a string too.
func length() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if args[0].Type() == cty.String {
				return stdlib.Strlen(args[0])
			}
			return cty.NumberIntVal(int64(args[0].LengthInt())), nil
		},
	})
}

// one is the only element of a list, or null.
func one() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.DynamicPseudoType}},
		Type:   func([]cty.Value) (cty.Type, error) { return cty.DynamicPseudoType, nil },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			switch elements := args[0].AsValueSlice(); len(elements) {
			case 0:
				return cty.NullVal(cty.DynamicPseudoType), nil
			case 1:
				return elements[0], nil
			}
			return cty.NilVal, fmt.Errorf("more than one element")
		},
	})
}

// cidrHost implements cidrhost as far as a validation needs it: an error for an invalid
// CIDR block.
func cidrHost() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.String}, {Type: cty.Number}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			prefix, err := netip.ParsePrefix(args[0].AsString())
			return cty.StringVal(prefix.Addr().String()), err
		},
	})
}

// lookup is Terraform's, whose default may be null.
func lookup() function.Function {
	find := func(args []cty.Value) cty.Value {
		if found, ok := args[0].AsValueMap()[args[1].AsString()]; ok {
			return found
		}
		for _, other := range args[0].AsValueMap() {
			if args[2].IsNull() {
				return cty.NullVal(other.Type())
			}
		}
		return args[2]
	}
	standard := function.Parameter{Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}
	return function.New(&function.Spec{
		Params: []function.Parameter{{Type: cty.DynamicPseudoType}, {Type: cty.String}, standard},
		Type:   func(args []cty.Value) (cty.Type, error) { return find(args).Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return find(args), nil },
	})
}
