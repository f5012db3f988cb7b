package transport

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const head = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> %n\n<END OF METADATA>\n"

func netText(rows ...string) string {
	return strings.Replace(head, "%n", string(rune('0'+len(rows))), 1) + strings.Join(rows, "\n") + "\n"
}

func TestReadNetwork(t *testing.T) {
	text := "\xef\xbb\xbf<NUMBER OF ZONES> 2 \t\n<NUMBER OF NODES> 3\n<First thru node>   3\n<NUMBER OF LINKS> 2\n<TOLL FACTOR> 0.5\n" +
		"<ORIGINAL HEADER>~ whatever ;\n<UNITS> veh/h\n<END OF METADATA>\n\n~ comment\r\n\t1\t3\t100\t1.5\t6e0\t0.15\t4\t50\t2\t1\t;\r\n3 2 10 1 1 0 0;\n"
	n, err := ReadNetwork("n", strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, &Network{Zones: 2, Nodes: 3, FirstThru: 3, TollFactor: 0.5, Links: []Link{
		{From: 1, To: 3, Capacity: 100, Length: 1.5, FreeFlow: 6, B: 0.15, Power: 4, Speed: 50, Toll: 2, Type: 1},
		{From: 3, To: 2, Capacity: 10, Length: 1, FreeFlow: 1}}}, n)
}

func TestReadNetworkFaults(t *testing.T) {
	good := "1 3 10 1 1 0.15 4 0 0 1 ;"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"n: the head has no end", "has no <NUMBER OF ZONES>", "has no <NUMBER OF NODES>", "has no <NUMBER OF LINKS>"}},
		{"cut", strings.Replace(netText(good), "LINKS> 1", "LINKS> 2", 1), []string{"n:4:19: 2 links, but 1 rows; 1, or the rest of the file"}},
		{"slip", strings.Replace(netText(good), "FIRST THRU", "FIRST TRHU", 1), []string{`n:3:1: unknown key <FIRST TRHU NODE>; did you mean <FIRST THRU NODE>?`}},
		{"twice", strings.Replace(netText(good), "<FIRST THRU", "<NUMBER OF ZONES> 2\n<FIRST THRU", 1), []string{"n:3:1: <NUMBER OF ZONES> again, as in line 1"}},
		{"zones", strings.Replace(netText(good), "ZONES> 2", "ZONES> 2.5", 1), []string{`n:1:19: <NUMBER OF ZONES> is "2.5"`}},
		{"many zones", strings.Replace(netText(good), "ZONES> 2", "ZONES> 4", 1), []string{"n:1:19: 4 zones, but 3 nodes"}},
		{"many nodes", strings.Replace(netText(good), "NODES> 3", "NODES> 9000000", 1), []string{"n:2:19: 9000000 nodes for 1 links"}},
		{"missing node", netText("1 4 10 1 1 0.15 4 0 0 1 ;", "0 2 10 1 1 0.15 4 0 0 1;"), []string{`n:6:3: to is "4"; 1 to 3`, `n:7:1: from is "0"`}},
		{"not a number", netText("1 3 NaN 1 1e308 0.15 4 0 Inf 0x1p3 ;"), []string{`n:6:5: capacity is "NaN"`, `n:6:11: free flow time is "1e308"`, `n:6:26: toll is "Inf"`, `n:6:30: type is "0x1p3"`}},
		{"negative", netText("1 3 10 -1 1 -0.15 4 0 0 1 ;"), []string{"n:6:8: length is -1; 0 or more", "n:6:13: b is -0.15"}},
		{"no capacity", netText("1 3 0 1 1 0.15 4 0 0 1 ;"), []string{"n:6:5: capacity is 0 while the cost depends on it"}},
		{"negative toll", strings.Replace(netText("1 3 1 1 1 0.15 4 0 -9 1 ;"), "<END", "<TOLL FACTOR> 1\n<END", 1), []string{"n:7:5: cost without traffic is -8"}},
		{"short row", netText("1 3 10 1 ;", good), []string{"n:6:1: row of 4 columns"}},
		{"row in the head", strings.Replace(netText(good), "<END OF METADATA>\n", "", 1), []string{`n:5:1: "1 3 10 1 1 0.15 4 0 0 1 ;" within the head`}},
		{"long line", netText(good, strings.Repeat("1 ", longestLine)), []string{"n:7: line longer than 1048576 characters"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadNetwork("n", strings.NewReader(c.text))
			require.Error(t, err)
			for _, want := range c.want {
				assert.Contains(t, err.Error(), want)
			}
		})
	}
}

func TestReadTrips(t *testing.T) {
	text := "<NUMBER OF ZONES> 3\n<TOTAL OD FLOW> 10\n<END OF METADATA>\n\nOrigin 2\n 1 : 4; 3 :2.5 ;\n\norigin \t1 \n3:3.5;\n2: 0.0;\nOrigin 3\n"
	trips, err := ReadTrips("t", strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, &Trips{Zones: 3, Origins: []Origin{{1, []Flow{{2, 0}, {3, 3.5}}}, {2, []Flow{{1, 4}, {3, 2.5}}}, {Zone: 3}}}, trips)
}

func TestReadTripsFaults(t *testing.T) {
	const head = "<NUMBER OF ZONES> 3\n<END OF METADATA>\n"
	for _, c := range []struct{ name, text, want string }{
		{"no origin", head + "1 : 3;", "t:3:1: trips without an origin"},
		{"twice", head + "Origin 1\n2 : 3;\nOrigin 1\n", "t:5:8: origin 1 again, as in line 3"},
		{"zone twice", head + "Origin 1\n2 : 3; 2 : 4;", "t:3:1: origin 1 names zone 2 twice"},
		{"no such zone", head + "Origin 1\n4 : 3;", `t:4:1: zone is "4"; 1 to 3`},
		{"no such origin", head + "Origin 9\n", `t:3:8: origin is "9"`},
		{"negative", head + "Origin 1\n2 : -3;", "t:4:5: trips are -3"},
		{"NaN", head + "Origin 1\n2 : nan;", `t:4:5: trips is "nan"`},
		{"half a pair", head + "Origin 1\n2 : 3; 3 :", `t:4:8: "3"; zone : trips;`},
		{"origin without number", head + "Origin\n", "t:3:1: origin line of 1 words"},
		{"cut", "<NUMBER OF ZONES> 3\n<TOTAL OD FLOW> 10\n<END OF METADATA>\nOrigin 1\n2 : 3;", "t:2:17: <TOTAL OD FLOW> is 10, but the rows make 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadTrips("t", strings.NewReader(c.text))
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

func TestFaultsAreLimited(t *testing.T) {
	_, err := ReadNetwork("n", strings.NewReader(netText(strings.Repeat("x\n", 1000))))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "100 faults; the rest of the file was not read")
	assert.Less(t, strings.Count(err.Error(), "\n"), 110)
}

func TestMillionEmptyLines(t *testing.T) {
	n, err := ReadNetwork("n", strings.NewReader(netText("1 3 10 1 1 0.15 4 0 0 1 ;")+strings.Repeat("\n", 1_000_000)))
	require.NoError(t, err)
	assert.Len(t, n.Links, 1)
}

// drawNetwork is any network that can be written.
func drawNetwork(t *rapid.T) *Network {
	n := &Network{Nodes: rapid.IntRange(1, 12).Draw(t, "nodes"), TollFactor: rapid.Float64Range(0, 2).Draw(t, "toll factor"),
		DistanceFactor: rapid.Float64Range(0, 2).Draw(t, "distance factor")}
	n.Zones = rapid.IntRange(1, n.Nodes).Draw(t, "zones")
	n.FirstThru = rapid.IntRange(1, n.Zones+1).Draw(t, "first through node")
	node := rapid.Int32Range(1, int32(n.Nodes))
	real := func(from, to float64, name string) float64 { return rapid.Float64Range(from, to).Draw(t, name) }
	for range rapid.IntRange(1, 40).Draw(t, "links") {
		n.Links = append(n.Links, Link{From: node.Draw(t, "from"), To: node.Draw(t, "to"), Capacity: real(10, 1e4, "capacity"), Length: real(0, 10, "length"),
			FreeFlow: real(0, 10, "time"), B: rapid.SampledFrom([]float64{0, 0.15, 1, 2.5}).Draw(t, "b"),
			Power: rapid.SampledFrom([]float64{0, 1, 1.5, 4, 5.5, 16.8}).Draw(t, "power"), Speed: real(-5, 100, "speed"), Toll: real(0, 3, "toll"), Type: 1})
	}
	return n
}

func drawTrips(t *rapid.T, zones int) *Trips {
	trips := &Trips{Zones: zones}
	for o := int32(1); o <= int32(zones); o++ {
		origin := Origin{Zone: o}
		for d := int32(1); d <= int32(zones); d++ {
			if x := rapid.Float64Range(-50, 100).Draw(t, "trips"); x > 0 {
				origin.To = append(origin.To, Flow{d, x})
			}
		}
		trips.Origins = append(trips.Origins, origin)
	}
	return trips
}

func TestWriteReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNetwork(t)
		var b bytes.Buffer
		require.NoError(t, n.Write(&b))
		back, err := ReadNetwork("n", &b)
		require.NoError(t, err)
		require.Equal(t, n, back)
		trips := drawTrips(t, n.Zones)
		require.NoError(t, trips.Write(&b))
		same, err := ReadTrips("t", &b)
		require.NoError(t, err)
		require.Equal(t, trips, same)
	})
}

func FuzzReadNetwork(f *testing.F) {
	f.Add([]byte(netText("1 3 10 1 1 0.15 4 0 0 1 ;", "3 2 10 1 1 0 0")))
	f.Add([]byte("<NUMBER OF ZONES>\n<NUMBER OF NODES> 1e308\n<END OF METADATA>\n~\n;;;"))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := ReadNetwork("n", bytes.NewReader(text))
		if err != nil {
			return
		}
		if _, err := Compile(n); err != nil {
			t.Fatalf("read, but not compiled: %v", err)
		}
		var b bytes.Buffer
		require.NoError(t, n.Write(&b))
		back, err := ReadNetwork("n", &b)
		require.NoError(t, err)
		require.Equal(t, n, back)
	})
}

func FuzzReadTrips(f *testing.F) {
	f.Add([]byte("<NUMBER OF ZONES> 3\n<TOTAL OD FLOW> 9.5\n<END OF METADATA>\nOrigin 2\n 1 : 4; 3 :2.5 ;\norigin 1\n3:3;"))
	f.Fuzz(func(t *testing.T, text []byte) {
		trips, err := ReadTrips("t", bytes.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, trips.Write(&b))
		back, err := ReadTrips("t", &b)
		require.NoError(t, err)
		require.Equal(t, trips.Total(), back.Total())
	})
}
