package platform

import (
	"reflect"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// isSet reports whether the key at a path of the infrastructure block has a
// value other than an empty string or list.
func isSet(infra *model.Infrastructure, path string) bool {
	v := reflect.ValueOf(infra).Elem()
	for key := range strings.SplitSeq(paths.BelowInfrastructure(path), ".") {
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return false
			}
			v = v.Elem()
		}
		field, ok := fieldByKey(v, key)
		if !ok {
			return false
		}
		v = field
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() > 0
	}
	return !v.IsZero()
}

// fieldByKey returns the field of a struct with the given YAML key.
func fieldByKey(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ","); name == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
