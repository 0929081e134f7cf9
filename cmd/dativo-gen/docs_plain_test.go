//go:build !e2e

package main

// runsTerraform is true where the test of the pages runs their Terraform
// commands too.
const runsTerraform = false
