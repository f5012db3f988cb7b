package strict

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"cascata/model"
)

func (w *walker) scalar(path string, v any, into reflect.Value) {
	switch into.Kind() {
	case reflect.String:
		if s, ok := v.(string); ok {
			into.SetString(s)
			return
		}
		w.mismatch(path, v, "text in quotes")
	case reflect.Bool:
		if b, ok := v.(bool); ok {
			into.SetBool(b)
			return
		}
		w.mismatch(path, v, "true or false")
	case reflect.Float32, reflect.Float64:
		w.float(path, v, into)
	default:
		w.integer(path, v, into)
	}
}

func (w *walker) float(path string, v any, into reflect.Value) {
	x, ok := v.(float64)
	if n, whole := v.(int64); whole {
		x, ok = float64(n), true
	}
	switch {
	case !ok:
		w.mismatch(path, v, "a number without quotes")
	case math.IsNaN(x) || math.IsInf(x, 0) || into.OverflowFloat(x):
		w.mismatch(path, v, "a finite number")
	default:
		into.SetFloat(x)
	}
}

func (w *walker) integer(path string, v any, into reflect.Value) {
	n, ok := v.(int64)
	switch {
	case !ok:
		w.mismatch(path, v, "a whole number without quotes")
	case into.CanInt() && !into.OverflowInt(n):
		into.SetInt(n)
	case into.CanUint() && n < 0:
		w.mismatch(path, v, "a whole number from 0 up")
	case into.CanUint() && !into.OverflowUint(uint64(n)):
		into.SetUint(uint64(n))
	case into.CanInt() || into.CanUint():
		w.mismatch(path, v, "a smaller whole number")
	default:
		panic(fmt.Sprintf("strict: cannot decode into %s", into.Type()))
	}
}

// limits holds a value against the tags in and one of its field.
func (w *walker) limits(path string, f field, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if f.in != nil {
		x, text := measure(v)
		if !f.in.contains(x) {
			w.fault(path, f.in.want(), "%s is %s", path, text)
		}
	}
	if f.required && v.Kind() == reflect.String && strings.TrimSpace(v.String()) == "" {
		w.fault(path, "write some text", "%s is empty", path)
		return
	}
	if len(f.one) > 0 && !has(f.one, v.String()) {
		w.fault(path, model.DidYouMean(v.String(), f.one), "%s: unknown value %q", path, v.String())
	}
}

func measure(v reflect.Value) (x float64, text string) {
	text = fmt.Sprint(v.Interface())
	switch {
	case v.CanInt():
		return float64(v.Int()), text
	case v.CanUint():
		return float64(v.Uint()), text
	}
	return v.Float(), text
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
