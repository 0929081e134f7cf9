// Package render turns layers of template folders and the data of one job into
// the files of a Terraform module.
//
// [Parse] reads the templates once and checks all that can be checked without
// data; [Set.Render] then renders any number of jobs, concurrently. Each stage
// takes the result of the one before and returns its own result together with
// its problems, so results and problems only move forward:
//
//	Parse
//	  readLayers    layer.go     folders of templates      -> sources
//	  parseSources  parse.go     sources                   -> parse trees and definitions
//	  resolve       resolve.go   definitions of all layers -> the files and definitions in use
//	  checkUse      unused.go    overrides                 -> problems: overrides without effect
//	  checkContexts check.go     trees in use              -> problems: values printed where HCL has none
//	  checkPages    page.go      pages in use              -> the encoder of each value in Markdown, problems
//	  compile       compile.go   trees in use              -> executable templates
//	Render
//	  execute       execute.go   templates and data        -> text of each file
//	  finish        cache.go     text                      -> parsed and formatted HCL
//	  declarations  declared.go  blocks of all files       -> variables for terraform.tfvars.json
//	  locate        locate.go    problems in the text      -> the template lines that wrote it
//
// # Layers
//
// A [Layer] is a folder of templates. The last one is the base; the layers
// before it override its files and blocks, the first layer first. A template
// file of one layer is a source, a {{define}} or {{block}} in it a definition.
// resolve decides which source and which definition is in use.
//
// # Values cannot break out
//
// compile appends the HCL encoder to every action that prints: {{ .Region }} is
// a quoted and escaped literal, whoever wrote the template. The check before it
// follows the text of each template with a scanner of its own (context.go,
// scanner_text.go, scanner_code.go), one byte at a time, because an action can
// cut the text anywhere. It accepts a printed value only where HCL expects an
// expression; inside strings, heredocs, comments and names it is an error with
// the position of the action. html/template works the same way.
//
// A page (NAME.md.tmpl) is Markdown instead: page.go follows it (page_context.go,
// page_command.go), and a value becomes a code span in prose, or a quoted word in
// a ```sh block. A definition may be called from both languages; each call
// encodes for its own.
//
// # Positions
//
// A problem of a stage of Parse is at an offset of a source. What text/template
// reports when it executes carries a line and a column. A problem of rendered
// HCL has neither: locate renders the file again, with a mark before every node
// that writes, and looks up which node wrote the offending byte.
package render
