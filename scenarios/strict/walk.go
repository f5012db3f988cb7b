package strict

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strings"
	"time"

	"cascata/model"
)

// walker carries a tree into Go values and collects the faults on the way.
type walker struct {
	doc     *Doc
	faults  model.Faults
	partial bool // the tree misses lines with faulty syntax: do not complain about what is missing
}

func (w *walker) root(into any) {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		panic(fmt.Sprintf("strict.Decode: %T is not a pointer to a struct", into))
	}
	w.table("", w.doc.tree, v.Elem())
}

func (w *walker) fault(path, want, format string, args ...any) {
	w.doc.Fault(&w.faults, path, want, format, args...)
}

func (w *walker) value(path string, v any, into reflect.Value) {
	if into.Kind() == reflect.Pointer {
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		w.value(path, v, into.Elem())
		return
	}
	if t, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		w.text(path, v, t)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		if t, ok := v.(map[string]any); ok {
			w.table(path, t, into)
		} else {
			w.mismatch(path, v, "a table")
		}
	case reflect.Map:
		w.dictionary(path, v, into)
	case reflect.Slice, reflect.Array:
		w.list(path, v, into)
	case reflect.Interface:
		w.untyped(path, v, into)
	default:
		w.scalar(path, v, into)
	}
}

func (w *walker) table(path string, t map[string]any, into reflect.Value) {
	fields := fieldsOf(into.Type())
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	for _, k := range sortedKeys(t) {
		if f, ok := find(fields, k); ok {
			w.field(join(path, k), t[k], f, into.FieldByIndex(f.index))
			continue
		}
		w.unknown(path, k, names)
	}
	for _, f := range fields {
		if _, given := t[f.name]; f.required && !given && !w.partial {
			m := w.doc.mark(path)
			w.doc.fault(&w.faults, m, true, "add "+f.name+" = ...", "%smissing key %q", inside(path), f.name)
		}
	}
}

// field reads one value and holds it against its limits. A value that breaks them is taken back, so that whoever goes on to look
// for further faults meets none that its tags exclude.
func (w *walker) field(path string, v any, f field, into reflect.Value) {
	old := reflect.New(into.Type()).Elem()
	old.Set(into)
	before := len(w.faults)
	w.value(path, v, into)
	if len(w.faults) == before {
		w.limits(path, f, into)
		if len(w.faults) > before {
			into.Set(old)
		}
	}
}

func (w *walker) unknown(path, key string, known []string) {
	at := w.doc.mark(join(path, key))
	for _, n := range known {
		if strings.EqualFold(n, key) {
			w.doc.fault(&w.faults, at, true, fmt.Sprintf("write %q", n), "%sunknown key %q: upper and lower case differ", inside(path), key)
			return
		}
	}
	w.doc.fault(&w.faults, at, true, model.DidYouMean(key, known), "%sunknown key %q", inside(path), key)
}

// inside names the table that a fault of a key concerns.
func inside(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}

func (w *walker) dictionary(path string, v any, into reflect.Value) {
	t, ok := v.(map[string]any)
	if !ok {
		w.mismatch(path, v, "a table")
		return
	}
	if into.Type().Key().Kind() != reflect.String {
		panic(fmt.Sprintf("strict: %s is not keyed by strings", into.Type()))
	}
	if into.IsNil() {
		into.Set(reflect.MakeMapWithSize(into.Type(), len(t)))
	}
	lower := map[string]string{}
	for _, k := range sortedKeys(t) {
		if other, twice := lower[strings.ToLower(k)]; twice {
			w.fault(join(path, k), "keep one", "%sthe keys %q and %q differ only by case", inside(path), other, k)
		}
		lower[strings.ToLower(k)] = k
		key := reflect.ValueOf(k).Convert(into.Type().Key())
		x := reflect.New(into.Type().Elem()).Elem()
		if old := into.MapIndex(key); old.IsValid() {
			x.Set(old)
		}
		w.value(join(path, k), t[k], x)
		into.SetMapIndex(key, x)
	}
}

func (w *walker) list(path string, v any, into reflect.Value) {
	l, ok := v.([]any)
	if !ok {
		w.mismatch(path, v, "a list in [ ]")
		return
	}
	if into.Kind() == reflect.Array && len(l) != into.Len() {
		w.fault(path, fmt.Sprintf("write %d", into.Len()), "%s has %d elements", path, len(l))
		return
	}
	if into.Kind() == reflect.Slice {
		into.Set(reflect.MakeSlice(into.Type(), len(l), len(l)))
	}
	for i := range l {
		w.value(item(path, i), l[i], into.Index(i))
	}
}

// untyped accepts anything but numbers that are none.
func (w *walker) untyped(path string, v any, into reflect.Value) {
	if into.NumMethod() != 0 {
		panic(fmt.Sprintf("strict: cannot decode into %s", into.Type()))
	}
	w.finite(path, v)
	into.Set(reflect.ValueOf(v))
}

func (w *walker) finite(path string, v any) {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			w.fault(path, "write a finite number", "%s is %v", path, v)
		}
	case []any:
		for i := range v {
			w.finite(item(path, i), v[i])
		}
	case map[string]any:
		for _, k := range sortedKeys(v) {
			w.finite(join(path, k), v[k])
		}
	}
}

func (w *walker) text(path string, v any, into encoding.TextUnmarshaler) {
	s, ok := v.(string)
	if !ok {
		w.mismatch(path, v, "text in quotes")
		return
	}
	if err := into.UnmarshalText([]byte(s)); err != nil {
		w.fault(path, "", "%s: %v", path, err)
	}
}

func (w *walker) mismatch(path string, v any, want string) {
	w.fault(path, "write "+want, "%s is %s", path, describe(v))
}

func describe(v any) string {
	switch v := v.(type) {
	case string:
		const long = 40
		if len(v) > long {
			return "a text"
		}
		return fmt.Sprintf("the text %q", v)
	case bool:
		return fmt.Sprintf("%v", v)
	case int64, float64:
		return fmt.Sprintf("the number %v", v)
	case time.Time:
		return "a date or time without quotes"
	case []any:
		return "a list"
	}
	return "a table"
}

func sortedKeys(t map[string]any) []string {
	keys := make([]string, 0, len(t))
	for k := range t {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
