package power_test

import (
	"slices"
	"strings"
	"sync"

	"cascata/model"
	"cascata/scenarios/cities"
)

// loadLisboa is the embedded Lisboa whose local generation belongs to the power network, as physics wants it.
var loadLisboa = sync.OnceValues(func() (*model.City, error) {
	city, err := cities.Load("lisboa")
	if err != nil {
		return nil, err
	}
	n := &city.Networks[network(city)]
	for i := range city.Assets {
		if strings.HasPrefix(city.Assets[i].Name, "power/generator-") && !slices.Contains(n.Members, model.AssetID(i)) {
			n.Members = append(n.Members, model.AssetID(i))
		}
	}
	return city, nil
})
