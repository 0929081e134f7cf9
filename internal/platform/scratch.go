package platform

import (
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Values of compute.image_layout and compute.scratch.
const (
	builtLayout = "dativo-gen"
	inMemory    = "memory"
	onDisk      = "disk"
)

// imageLayout resolves whether the image has what dativo-gen image puts into it.
func (n *normalizer) imageLayout() {
	if n.infra.Compute.ImageLayout != builtLayout {
		return
	}
	n.d.Container.BuiltImage = n.engine.Known()
	if !n.engine.Known() {
		n.noEffect(paths.ComputeImageLayout,
			"compute.engine: none says that nothing is assumed of the image; dativo-gen image leaves the job out")
	}
}

// fitsInMemory warns of scratch space in memory that the job did not choose: the
// engine keeps all files of a run there (parquet_writer.py:415-429).
func (n *normalizer) fitsInMemory(size model.MiB, cure string) {
	compute := n.infra.Compute
	_, known := n.in.Engine.Files[engine.Job]
	if compute.Scratch != "" || compute.ScratchMiB != nil || !known || !n.engine.Known() || n.d.Service || size == 0 {
		return
	}
	n.problems.Warnf("scratch-memory", paths.ComputeScratch,
		"not set: /tmp is in memory, and all files of a run must fit in %s: the engine keeps them until the run ends", size).
		Hintf("%s; scratch: memory accepts the limit", cure)
}

// kubernetesScratch resolves where the emptyDir at /tmp is. In memory it counts
// toward the memory limit of the container: kubernetes.io, "Volumes", emptyDir,
// read 2026-11-25.
func (n *normalizer) kubernetesScratch() {
	c := &n.d.Container
	c.ScratchInMemory = n.infra.Compute.Scratch == inMemory
	if !c.ScratchInMemory || c.Memory == 0 {
		return
	}
	if n.infra.Compute.ScratchMiB == nil {
		c.ScratchMiB = min(c.ScratchMiB, int(c.Memory)/2)
	}
	if c.ScratchMiB >= int(c.Memory) {
		n.problems.Errorf("scratch", paths.ComputeScratchMiB,
			"%d MiB of scratch space leave no memory for the job: the pod has %d MiB", c.ScratchMiB, c.Memory).
			Hintf("lower it, raise task_memory, or use scratch: disk")
	}
}
