//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dativo-io/dativo-gen/internal/output"
)

// childArgs is the environment variable that makes the test binary run a command.
const childArgs = "DATIVO_GEN_TEST_ARGS"

// TestRunInChild is the child's part, and does nothing in other runs.
func TestRunInChild(*testing.T) {
	var args []string
	if json.Unmarshal([]byte(os.Getenv(childArgs)), &args) == nil {
		os.Exit(run(args, os.Stdin, os.Stdout, os.Stderr))
	}
}

// TestInterrupted stops a process that writes many modules with each signal, as
// soon as it has staged the first file, and expects whole modules and no
// temporary files.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	jobs := t.TempDir()
	example, err := os.ReadFile(filepath.Join(root, "examples", "minimal_gcp_cloud_run.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		text := bytes.Replace(example, []byte("tenant_id: "), fmt.Appendf(nil, "tenant_id: t%d", i), 1)
		if err := os.WriteFile(filepath.Join(jobs, fmt.Sprintf("%d.yaml", i)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, stop := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(stop.String(), func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "terraform")
			args, _ := json.Marshal([]string{"render", "--job-dir", jobs, "--output", out, "--assets-root", filepath.Join(root, "examples")})
			child := exec.Command(os.Args[0], "-test.run=^TestRunInChild$")
			child.Env = append(os.Environ(), childArgs+"="+string(args))
			var said bytes.Buffer
			child.Stderr = &said
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			waitForFile(t, out)
			if err := child.Process.Signal(stop); err != nil {
				t.Fatal(err)
			}
			err := child.Wait()
			if child.ProcessState.ExitCode() != exitError || !strings.Contains(said.String(), "write: interrupted") {
				t.Errorf("%v: %s", err, said.String())
			}
			checkWhole(t, out)
		})
	}
}

// waitForFile waits until something is in a folder.
func waitForFile(t *testing.T, folder string) {
	t.Helper()
	for range 30000 {
		if _, err := os.Stat(folder); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nothing was written")
}

// checkWhole expects no temporary files, no guard, and a manifest in every folder
// that has files.
func checkWhole(t *testing.T, out string) {
	t.Helper()
	modules := map[string]bool{}
	err := filepath.WalkDir(out, func(path string, entry fs.DirEntry, err error) error {
		switch name := filepath.Base(path); {
		case err != nil && os.IsNotExist(err): // out itself, if nothing was written
		case err != nil:
			return err
		case entry.IsDir():
		case strings.HasSuffix(name, ".tmp"), name == output.GuardName:
			t.Errorf("%s is left over", path)
		case name == output.ManifestName:
			modules[filepath.Dir(path)] = true
		default:
			modules[filepath.Dir(path)] = modules[filepath.Dir(path)] || false
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder, whole := range modules {
		if !whole {
			t.Errorf("%s has no manifest", folder)
		}
	}
}
