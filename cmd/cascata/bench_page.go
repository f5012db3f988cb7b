package main

import (
	"html/template"
	"io"
	"math"
)

// page writes the benchmark as one HTML page that needs nothing else.
func (r *benchResult) page(w io.Writer) error { return benchPage().Execute(w, r) }

func benchPage() *template.Template {
	return template.Must(template.New("bench").Funcs(template.FuncMap{
		"figure":   func(x optional) string { return figure(float64(x)) },
		"interval": func(x *benchArm) string { return intervalText(float64(x.Low), float64(x.High)) },
		"share":    barShare,
		"first":    func(x *benchArm) bool { return math.IsNaN(float64(x.P)) },
		"clear":    func(x *benchArm) bool { return float64(x.P) < 0.05 },
	}).Parse(benchHTML))
}

// barShare is how long the bar of an arm is, in per cent of the longest of its table.
func barShare(t *benchTable, x *benchArm) float64 {
	most := 0.0
	for i := range t.Arms {
		most = math.Max(most, float64(t.Arms[i].Mean))
	}
	if most == 0 || math.IsNaN(float64(x.Mean)) {
		return 0
	}
	return math.Round(1000*float64(x.Mean)/most) / 10
}

const benchHTML = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Cascata: benchmark of resilience</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
th,td{padding:.3rem .6rem;text-align:left;white-space:nowrap;border-bottom:1px solid #8886}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{background:#0072b2;height:.8rem;min-width:1px}
.w{width:12rem}
.note{border:1px solid #8886;padding:.6rem 1rem}
tr.first td{font-style:italic}
</style></head><body>
<h1>Benchmark of resilience</h1>
<p class="note">Attackers' strategies x measures x orders of repair, every arm on the same random numbers. A strategy damages {{.Count}} assets of
<code>{{.Targets}}</code> at {{.At}}. Networks go by connectivity. Less is better. The difference is from the first arm (in italics), replication by replication,
with its 95 % interval; p is by Holm's correction over all arms of a table, <strong>bold</strong> below 0.05.</p>
{{range .Scenarios}}<h2>{{.Scenario.Title}}</h2>
<p>Scenario <code>{{.Scenario.Name}}</code>, {{.City.Title}}, seed {{.Seed}}, {{.Replications}} replications of each arm. <strong>{{.City.Synthetic}}</strong></p>
{{range $t := .Tables}}<h3>{{.Metric}} [{{.Unit}}]</h3>
<table><thead><tr><th class="n">rank</th><th>attacker</th><th>measure</th><th>repair</th><th class="n">mean</th><th class="w"></th><th class="n">difference</th><th class="n">95 % interval</th><th class="n">p</th></tr></thead><tbody>
{{range $x := .Arms}}<tr{{if first $x}} class="first"{{end}}><td class="n">{{.Rank}}</td>{{range .Levels}}<td>{{.}}</td>{{end}}<td class="n">{{figure .Mean}}</td><td><div class="bar" style="width:{{share $t $x}}%"></div></td>
<td class="n">{{figure .Diff}}</td><td class="n">{{interval $x}}</td><td class="n">{{if clear $x}}<strong>{{figure .P}}</strong>{{else}}{{figure .P}}{{end}}</td></tr>
{{end}}</tbody></table>
{{end}}{{end}}</body></html>
`
