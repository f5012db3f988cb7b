package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"cascata/model"
)

// readRows reads replications.csv as batch writes it. The columns must be those of the summary; numbers must ascend.
func readRows(name string, r io.Reader, metrics []metricSummary) ([]replication, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = len(metrics) + 2
	var faults model.Faults
	var rows []replication
	for head := true; ; head = false {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, faults.Err()
		}
		if err != nil {
			faults = append(faults, brokenRow(name, err))
			return nil, faults.Err()
		}
		line, _ := c.FieldPos(0)
		if head {
			checkHead(name, record, metrics, &faults)
			continue
		}
		row, err := parseRow(record)
		if err == nil && len(rows) > 0 && rows[len(rows)-1].number >= row.number {
			err = fmt.Errorf("replication %d stands behind %d", row.number, rows[len(rows)-1].number)
		}
		if err != nil {
			faults.Add(name, line, 0, "", "%v", err)
			continue
		}
		rows = append(rows, row)
	}
}

// brokenRow is the fault of a text that is no table.
func brokenRow(name string, err error) model.Fault {
	f := model.Fault{File: name, What: err.Error()}
	if at := (*csv.ParseError)(nil); errors.As(err, &at) {
		f.Line, f.Col, f.What = at.Line, at.Column, at.Err.Error()
	}
	return f
}

func checkHead(name string, head []string, metrics []metricSummary, faults *model.Faults) {
	for i, m := range metrics {
		if head[i+2] != m.Name {
			faults.Add(name, 1, 0, fmt.Sprintf("summary.json has %q there", m.Name), "column %d is %q", i+3, head[i+2])
		}
	}
}

func parseRow(record []string) (replication, error) {
	n, err := strconv.Atoi(record[0])
	if err != nil || n < 0 {
		return replication{}, fmt.Errorf("%q is not the number of a replication", record[0])
	}
	row := replication{number: n, trace: record[1]}
	for _, text := range record[2:] {
		x := math.NaN()
		if text != "" {
			if x, err = strconv.ParseFloat(text, 64); err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
				return row, fmt.Errorf("%q is not a number", text)
			}
		}
		row.values = append(row.values, x)
	}
	return row, nil
}
