package config

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// ParseTagPolicy reads a tag policy of this program's own form. After an error
// its contents must not be used.
func ParseTagPolicy(doc *document.Document) (model.TagPolicy, diag.List) {
	return decodeStrict[model.TagPolicy](doc)
}
