package closure

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

// Two feeders, either of which keeps the hospital; each alone has a quarter of its own. The parking is not essential.
func TestJudge(t *testing.T) {
	c := &model.City{
		Name:      "town",
		Sectors:   []model.Sector{{Name: "health", Essential: true}, {Name: "parking"}, {Name: "power", Essential: true}},
		Kinds:     []model.Kind{{Name: "health/hospital"}, {Name: "parking/deck", Sector: 1}, {Name: "power/feeder", Sector: 2}},
		Districts: []model.District{{Name: "east"}},
		Operators: []model.Operator{{Name: "dso", Control: model.Absent}},
		Assets:    []model.Asset{{Name: "health/hospital"}, {Name: "parking/deck", Kind: 1}, {Name: "power/feeder-1", Kind: 2}, {Name: "power/feeder-2", Kind: 2}},
		Needs: []model.Need{{Name: "power", Asset: 0, Rule: model.Any, Suppliers: []model.Supplier{{Asset: 2}, {Asset: 3}}},
			{Name: "power", Asset: 1, Suppliers: []model.Supplier{{Asset: 2}}}},
		Places: []model.Place{
			{Residents: 100, Serving: []model.Serving{{Sector: 0, Asset: 0}, {Sector: 1, Asset: 1}, {Sector: 2, Asset: 2}}},
			{Residents: 30, Serving: []model.Serving{{Sector: 0, Asset: 0}, {Sector: 2, Asset: 3}}},
		},
	}
	require.NoError(t, c.Finish())
	j, err := NewJudge(c, 1)
	require.NoError(t, err)
	for _, x := range []struct {
		name   string
		failed []model.AssetID
		want   int64
	}{
		{"nothing", nil, 0},
		{"what is not essential", []model.AssetID{1}, 0},
		{"one feeder", []model.AssetID{2}, 100},
		{"the other one", []model.AssetID{3}, 30},
		{"both, and the hospital with them", []model.AssetID{2, 3}, 260},
		{"the hospital counts once", []model.AssetID{3, 2, 0}, 260},
		{"nothing is left of the last question", []model.AssetID{0}, 130},
	} {
		assert.Equal(t, x.want, j.Loss(x.failed), x.name)
	}
}
