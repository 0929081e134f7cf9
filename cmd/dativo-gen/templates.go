package main

// templatesCommand has the commands for platform teams that override templates.
type templatesCommand struct {
	List    templatesListCommand    `cmd:"" help:"List files and blocks, and where each is defined."`
	Show    templatesShowCommand    `cmd:"" help:"Print a template with overrides applied."`
	Eject   templatesEjectCommand   `cmd:"" help:"Copy a shipped template to your own folder, to change it there."`
	Diff    templatesDiffCommand    `cmd:"" help:"Compare your templates with the shipped ones."`
	Status  templatesStatusCommand  `cmd:"" help:"List your templates, and which of them are outdated."`
	Upgrade templatesUpgradeCommand `cmd:"" help:"Merge changes of the shipped templates into yours."`
	Model   templatesModelCommand   `cmd:"" help:"Print the data that templates can use for a job."`
	Test    templatesTestCommand    `cmd:"" help:"Render the shipped examples, or your jobs, with your templates."`
}
