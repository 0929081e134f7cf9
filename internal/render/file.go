// Package render turns template folders and data into Terraform files.
package render

// File is one rendered file of a module.
type File struct {
	// Name is the path below the module's directory, with forward slashes.
	Name string
	// Data is the whole content.
	Data []byte
}
