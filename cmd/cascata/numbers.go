package main

import (
	"math"
	"strconv"
	"time"
)

// count writes a whole number in groups of three: 1,234,567.
func count(n int64) string {
	text := strconv.FormatInt(n, 10)
	from := 0
	if n < 0 {
		from = 1
	}
	for i := len(text) - 3; i > from; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// figure writes a number with about four significant digits, as a table shows it.
func figure(x float64) string {
	switch size := math.Abs(x); {
	case math.IsNaN(x):
		return "-"
	case x == math.Trunc(x) && size < 1e15, size >= 1000:
		return count(int64(math.Round(x)))
	case size >= 100:
		return strconv.FormatFloat(x, 'f', 1, 64)
	case size >= 10:
		return strconv.FormatFloat(x, 'f', 2, 64)
	case size >= 0.001:
		return strconv.FormatFloat(x, 'f', 3, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// intervalText writes an interval as a table shows it; "-" when there is none, as for one replication.
func intervalText(low, high float64) string {
	if math.IsNaN(low) || math.IsNaN(high) {
		return "-"
	}
	return figure(low) + " to " + figure(high)
}

// exact writes a number so that it reads back the same.
func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func secondsOf(s float64) time.Duration { return time.Duration(math.Round(s * float64(time.Second))) }
