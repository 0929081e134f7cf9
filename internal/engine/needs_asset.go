package engine

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Limits of S3 on what the engine sends with each object
// (docs.aws.amazon.com/AmazonS3/latest/userguide, object-tagging.html and
// UsingMetadata.html, 2026-11-25). The engine sends at most seven tags: ten are
// allowed.
const (
	maxTagValue = 256  // characters
	maxMetadata = 2048 // bytes of all names and values
	// reserved is what the engine adds to the asset's own metadata: counts,
	// size, time, format, compression and partition.
	reserved = 256
)

// Field is an asset value that the engine sends with each object.
type Field struct {
	// Key is its place in the asset. An item of a list is written tags[0], all
	// of them classification[].
	Key string
	// Tag and Metadata are the names it gets; empty for none.
	Tag, Metadata string
}

// Fields lists them in the engine's order (iceberg_committer.py:749-806). The
// branch and the partition are sent too, and become tags of that name.
func Fields() []Field {
	return []Field{
		{"name", "", "asset-name"},
		{"version", "", "asset-version"},
		{"domain", "domain", "asset-domain"},
		{"dataProduct", "data-product", "data-product"},
		{"tenant", "tenant", "tenant-id"},
		{"team.owner", "owner", "owner"},
		{"tags[0]", "asset-tag", ""},
		{"compliance.classification[]", "", "classification"},
	}
}

// sent is a value that goes with each object.
type sent struct {
	Field
	role       Role
	path, text string
}

// sentValues are those of the run.
func (n *needs) sentValues() []sent {
	var values []sent
	for _, f := range Fields() {
		key, item, isItem := strings.Cut(strings.TrimSuffix(f.Key, "]"), "[")
		found := at(n.run.Asset, strings.Split(key, ".")...)
		items, isList := found.([]any)
		switch {
		case !isItem:
			values = append(values, sent{f, Asset, f.Key, scalarText(found)})
		case !isList:
		default:
			for i, one := range items {
				if item == "" || i == 0 {
					values = append(values, sent{f, Asset, fmt.Sprintf("%s[%d]", key, i), scalarText(one)})
				}
			}
		}
	}
	if truthy(n.target["branch"]) {
		role, path := n.place("target", "branch", "")
		if mapping(n.job["target"])["branch"] == nil {
			role, path = Job, "tenant_id"
		}
		values = append(values, sent{Field{"", "branch", "branch"}, role, path, scalarText(n.target["branch"])})
	}
	for i, column := range n.partitions() {
		role, path := n.place("target", "partitioning", "partitioning_default")
		values = append(values, sent{Field{"", "partition", "partition"}, role, fmt.Sprintf("%s[%d]", path, i), column})
	}
	return values
}

// asset holds the asset's values against what S3 accepts with an object: a
// refusal is a failed upload.
func (n *needs) asset() {
	if n.run.Asset == nil || truthy(n.target["custom_writer"]) {
		return
	}
	if name := scalarText(n.run.Asset["name"]); strings.ContainsAny(name, "/\x00") {
		n.report("engine-asset-name", Asset, "name",
			"invalid name %q: the engine writes a file of that name, so it must not contain a slash", name).
			hint("use letters, digits, - and _")
	}
	total, longest := reserved, sent{role: Asset}
	for _, v := range n.sentValues() {
		if v.Metadata != "" {
			total += len(v.Metadata) + len(v.text)
			if v.role != Asset && len(v.text) > maxMetadata {
				longest = v
			}
		}
		n.checkSent(v)
	}
	if total > maxMetadata {
		n.report("engine-object-metadata", longest.role, longest.path,
			"object metadata of %d bytes exceeds the limit of S3, %d bytes", total, maxMetadata).as(diag.Error).
			hint("shorten name, domain, dataProduct, tenant, team.owner or compliance.classification")
	}
}

// checkSent reports the first thing that is wrong with a value.
func (n *needs) checkSent(v sent) {
	if v.Tag != "" && v.text != "" {
		if bad := strings.IndexFunc(v.text, func(r rune) bool { return !tagRune(r) }); bad >= 0 {
			r, _ := utf8.DecodeRuneInString(v.text[bad:])
			n.report("engine-object-tag", v.role, v.path,
				"invalid character %q: the value becomes the object tag %s, and S3 refuses the upload", r, v.Tag).
				hint("use letters, digits, spaces and _ . : / = + - @")
			return
		}
		if count := utf8.RuneCountInString(v.text); count > maxTagValue {
			n.report("engine-object-tag", v.role, v.path,
				"value of %d characters: it becomes the object tag %s, whose limit is %d", count, v.Tag, maxTagValue).
				hint("shorten it")
			return
		}
	}
	if v.Metadata == "" {
		return
	}
	if bad := strings.IndexFunc(v.text, func(r rune) bool { return r > unicode.MaxASCII || r < ' ' || r == 0x7f }); bad >= 0 {
		r, _ := utf8.DecodeRuneInString(v.text[bad:])
		n.report("engine-object-metadata", v.role, v.path,
			"invalid character %q: the value becomes the object metadata %s, which is ASCII only, and the upload fails", r, v.Metadata).
			hint("use ASCII characters")
	}
}

// tagRune reports whether S3 accepts a character in an object tag.
func tagRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || strings.ContainsRune("_.:/=+-@", r)
}
