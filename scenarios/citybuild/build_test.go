package citybuild

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
)

func TestTry(t *testing.T) {
	c, _, err := Build(os.DirFS("../cities/lisboa"), Options{})
	require.NoError(t, err)
	cat, _ := defaults.Load()
	var b bytes.Buffer
	require.NoError(t, cityfile.WriteCompressed(&b, c, cat))
	os.WriteFile("/tmp/lisboa.city.zst", b.Bytes(), 0o644)
	var p bytes.Buffer
	require.NoError(t, cityfile.Write(&p, c, cat))
	os.WriteFile("/tmp/lisboa.city", p.Bytes(), 0o644)
	t.Log(len(c.Assets), len(c.Needs), len(c.Places), b.Len(), p.Len())
	at := time.Now()
	t.Log(Describe(c).String())
	t.Log(time.Since(at))
}
