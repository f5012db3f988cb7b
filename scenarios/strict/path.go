package strict

import (
	"fmt"
	"strconv"
)

// Path writes a path from keys (strings) and positions in lists (ints): Path("needs", "telecom/site.power", 2) is
// needs."telecom/site.power"[2].
func Path(elements ...any) string {
	path := ""
	for _, e := range elements {
		switch e := e.(type) {
		case string:
			path = join(path, e)
		case int:
			path = item(path, e)
		default:
			panic(fmt.Sprintf("strict.Path: %T is neither a key nor a position", e))
		}
	}
	return path
}

func join(path, key string) string {
	if !isBare(key) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func isBare(key string) bool {
	for i := range len(key) {
		if !bareByte(key[i]) {
			return false
		}
	}
	return key != ""
}

func bareByte(c byte) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
