package render

import (
	"crypto/sha256"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// finished is a rendered file after parsing and formatting. It is shared and
// never modified.
type finished struct {
	hcl.Finished
	problems diag.List
}

// maxCached bounds the cache, in files. A platform has a few shapes with a few
// files each. Templates that print values into .tf files make a new text for
// every job, which is not worth remembering.
const maxCached = 256

// cache remembers parsed and formatted files by their text before: this is most
// of the work of a render, and jobs of one shape have the same text.
type cache struct {
	mutex sync.Mutex
	texts map[[sha256.Size]byte]*finished
}

func (c *cache) finish(text []byte) *finished {
	key := sha256.Sum256(text)
	c.mutex.Lock()
	known := c.texts[key]
	c.mutex.Unlock()
	if known != nil {
		return known
	}
	result := &finished{}
	result.Finished, result.problems = hcl.Finish(text)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.texts == nil || len(c.texts) >= maxCached {
		c.texts = map[[sha256.Size]byte]*finished{}
	}
	c.texts[key] = result
	return result
}
