package trace

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func written(t testing.TB, r *Recording) []byte {
	var b bytes.Buffer
	require.NoError(t, Write(&b, r))
	return b.Bytes()
}

func TestReadBack(t *testing.T) {
	r := Example()
	file := written(t, r)
	back, err := Read(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	require.Equal(t, r.Header, back.Header)
	require.Equal(t, r.Hash(), back.Hash())
	require.Equal(t, file, written(t, back))
	t.Log(len(file))
}
