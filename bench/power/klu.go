//go:build klu && cgo

package power

/*
#cgo CFLAGS: -O2 -I/usr/include/suitesparse
#cgo LDFLAGS: -lklu
#include <klu.h>
#include <stdlib.h>

typedef struct { klu_common common; klu_symbolic *symbolic; klu_numeric *numeric; int n; int *ptr, *row; double *x, *b; } klu_run;

static klu_run *klu_new(int n, int entries) {
	klu_run *r = calloc(1, sizeof *r);
	klu_defaults(&r->common);
	r->n = n;
	r->ptr = calloc(n + 1, sizeof *r->ptr);
	r->row = calloc(entries, sizeof *r->row);
	r->x = calloc(entries, sizeof *r->x);
	r->b = calloc(n, sizeof *r->b);
	return r;
}
static void klu_column(klu_run *r, int j, int end) { r->ptr[j + 1] = end; }
static void klu_entry(klu_run *r, int k, int row, double x) { r->row[k] = row; r->x[k] = x; }
static int klu_again(klu_run *r) { return klu_refactor(r->ptr, r->row, r->x, r->symbolic, r->numeric, &r->common); }
static int klu_answer(klu_run *r) {
	for (int i = 0; i < r->n; i++) r->b[i] = i % 3;
	return klu_solve(r->symbolic, r->numeric, r->n, 1, r->b, &r->common);
}
static int klu_afresh(klu_run *r) {
	if (r->numeric) klu_free_numeric(&r->numeric, &r->common);
	if (r->symbolic) klu_free_symbolic(&r->symbolic, &r->common);
	r->symbolic = klu_analyze(r->n, r->ptr, r->row, &r->common);
	r->numeric = klu_factor(r->ptr, r->row, r->x, r->symbolic, &r->common);
	return r->numeric != 0;
}
*/
import "C"

import (
	"sort"

	"cascata/model/power"
)

// KLU is Davis and Natarajan's sparse LU (Debian's libsuitesparse-dev) on the susceptance matrix of a case with its first bus
// grounded: what package power's factor is measured against. It exists only in builds with -tags klu.
type KLU struct{ run *C.klu_run }

// NewKLU builds the matrix in C's memory, which is never given back, and factorises it.
func NewKLU(c *power.Case) *KLU {
	n := len(c.Buses) - 1
	columns := make([]map[int]float64, n)
	for j := range columns {
		columns[j] = map[int]float64{}
	}
	for _, br := range c.Branches { // buses are numbered 1 to n+1 in rows
		f, t, b := br.From-2, br.To-2, 1/br.X
		for _, e := range [4]struct {
			i, j int
			x    float64
		}{{f, f, b}, {t, t, b}, {f, t, -b}, {t, f, -b}} {
			if e.i >= 0 && e.j >= 0 {
				columns[e.j][e.i] += e.x
			}
		}
	}
	entries := 0
	for _, column := range columns {
		entries += len(column)
	}
	run := C.klu_new(C.int(n), C.int(entries))
	k := 0
	for j, column := range columns {
		rows := make([]int, 0, len(column))
		for i := range column {
			rows = append(rows, i)
		}
		sort.Ints(rows)
		for _, i := range rows {
			C.klu_entry(run, C.int(k), C.int(i), C.double(column[i]))
			k++
		}
		C.klu_column(run, C.int(j), C.int(k))
	}
	u := &KLU{run}
	u.Afresh()
	return u
}

// Refactor factorises with the shape and pivots of before.
func (k *KLU) Refactor() bool { return C.klu_again(k.run) == 1 }

// Afresh orders, analyses and factorises.
func (k *KLU) Afresh() bool { return C.klu_afresh(k.run) == 1 }

// Solve solves for one right side.
func (k *KLU) Solve() bool { return C.klu_answer(k.run) == 1 }
