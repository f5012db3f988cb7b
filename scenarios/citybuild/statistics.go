package citybuild

import "cascata/model"

// Statistics say whether a generated city is believable.
type Statistics struct{}

func statistics(c *model.City) *Statistics { return &Statistics{} }
