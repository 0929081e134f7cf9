//go:build !e2e

package main

// runsTerraform is true if TestDocuments runs the Terraform commands of the pages
// too.
const runsTerraform = false
