//go:build engine

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// runLimit bounds one run of the engine: the examples have a few rows.
const runLimit = 3 * time.Minute

// TestEngineRuns runs the real engine as each example's module would: with the
// module's arguments, environment, user and file system, what dativo-gen image
// puts into the container, and an S3 that judges every call by the policy of the
// module's own role. Rows must arrive, and nothing may be denied.
//
//	ENGINE           a checkout of the engine's repository
//	ENGINE_PYTHON    the interpreter; default python3
//	ENGINE_PACKAGES  further folders of Python packages, separated by colons
//
// Not modeled: KMS, bucket policies, memory limits, registries. Confinement needs
// root and unshare of util-linux; without them a run sees the machine's own files,
// and the table says so.
func TestEngineRuns(t *testing.T) {
	checkout, err := filepath.Abs(os.Getenv("ENGINE"))
	if err != nil || os.Getenv("ENGINE") == "" {
		t.Fatal("ENGINE=FOLDER names a checkout of the engine's repository")
	}
	if _, err := os.Stat(filepath.Join(checkout, "src", "dativo_ingest")); err != nil {
		t.Fatalf("ENGINE: %v", err)
	}
	var table bytes.Buffer
	out := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "EXAMPLE\tSTATUS\tOBJECTS\tCALLS\tDENIED\tLEFT OUT")
	for _, name := range exampleNames(t) {
		row := runExample(t, checkout, name)
		fmt.Fprintf(out, "%s\t%s\n", name, strings.Join(row, "\t"))
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	fmt.Print("\n" + table.String())
}

// runExample runs one example and returns its row of the table.
func runExample(t *testing.T, checkout, name string) []string {
	t.Helper()
	m, j := exampleRun(t, name)
	if m.deployment.Engine == engine.None {
		return []string{"-", "-", "-", "-", "another image than the engine's"}
	}
	context, why := imageContext(t, checkout, name)
	if why != "" {
		return []string{"-", "-", "-", "-", why}
	}
	c := containerOf(t, m)
	store := newObjectStore(m.taskStatements(t))
	defer store.close()
	status, log, open := c.run(t, context, store)
	left := ""
	if open {
		left = "confinement: needs root and unshare"
	}
	catalog, _ := j.Input.Engine.Files[engine.Job].Value["catalog"].(map[string]any)
	if catalog["type"] == "aws_glue" && (len(store.tables) == 0 || !strings.Contains(log, "catalog_metadata_pushed")) {
		t.Errorf("%s: nothing in the catalog: %v\n%s", name, store.tables, log)
	}
	denied := store.denied()
	if status != 0 || len(store.objects) == 0 || len(denied) > 0 {
		t.Errorf("%s: status %d, objects %v, denied %v\n%s", name, status, slices.Sorted(maps.Keys(store.objects)), denied, log)
	}
	return []string{fmt.Sprint(status), fmt.Sprint(len(store.objects)), fmt.Sprint(len(store.calls)), fmt.Sprint(len(denied)), left}
}

// imageContext puts together what the image has in /app. why is a reason for which
// the example cannot run here.
func imageContext(t *testing.T, checkout, name string) (app, why string) {
	t.Helper()
	build := t.TempDir()
	j, _ := readExample(t, name)
	var out, problems bytes.Buffer
	if run([]string{"image", "--config", j, "--output", build}, strings.NewReader(""), &out, &problems) != exitDone {
		t.Fatalf("image: %s", problems.String())
	}
	if strings.Contains(problems.String(), "[image-file]") || strings.Contains(problems.String(), "does not contain it") {
		return "", "its data is not in the repository"
	}
	app = filepath.Join(build, "app")
	data, err := filepath.Glob(filepath.Join(app, "data", "*"))
	if err != nil || len(data) == 0 {
		return "", "its source is a server"
	}
	for _, folder := range []string{"src", "registry"} {
		if err := os.CopyFS(filepath.Join(app, folder), os.DirFS(filepath.Join(checkout, folder))); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(build, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "\nCOPY --from=engine /schemas/") {
		if err := os.CopyFS(filepath.Join(app, "schemas"), os.DirFS(filepath.Join(checkout, "schemas"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(app, "bin", "keep-state"), 0o755); err != nil {
		t.Fatal(err)
	}
	return app, ""
}

// enter builds the container's file system in a mount namespace and starts the
// command there: system folders of this machine, the image's /app read-only, and
// empty /tmp and /state.
const enter = `set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 none "$ROOT"
for folder in usr lib lib32 lib64 bin sbin etc dev proc; do
	[ -e "/$folder" ] || continue
	mkdir -p "$ROOT/$folder"
	mount --rbind "/$folder" "$ROOT/$folder"
done
if [ ! -e "$ROOT$PREFIX" ]; then
	mkdir -p "$ROOT$PREFIX"
	mount --rbind "$PREFIX" "$ROOT$PREFIX"
fi
mkdir -p "$ROOT/app" "$ROOT/tmp" "$ROOT/state" "$ROOT/packages"
mount --bind "$APP" "$ROOT/app"
mount -o remount,ro,bind "$ROOT/app"
n=0
IFS=:
for folder in $PACKAGES; do
	mkdir -p "$ROOT/packages/$n"
	mount --rbind "$folder" "$ROOT/packages/$n"
	n=$((n + 1))
done
mount -t tmpfs -o mode=1777,size=512m none "$ROOT/tmp"
mount -t tmpfs -o mode=1777,size=64m none "$ROOT/state"
[ "$READ_ONLY" = false ] || mount -o remount,ro "$ROOT"
exec chroot "$ROOT" /usr/bin/setpriv --reuid "$RUN_AS" --regid "$RUN_AS" --clear-groups --no-new-privs --bounding-set=-all \
	/bin/sh -c 'cd /app && exec "$@"' sh "$@"
`

// run starts the container. open says that it was not confined.
func (c container) run(t *testing.T, app string, store *objectStore) (status int, log string, open bool) {
	t.Helper()
	python := os.Getenv("ENGINE_PYTHON")
	if python == "" {
		python = "python3"
	}
	text, err := exec.Command(python, "-c", "import sys; print(sys.executable); print(sys.base_prefix)").Output()
	if err != nil {
		t.Fatalf("%s: %v", python, err)
	}
	interpreter, prefix, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	command := slices.Concat(c.entrypoint, c.args)
	command[slices.Index(command, "python")] = interpreter
	packages := os.Getenv("ENGINE_PACKAGES")
	_, unshare := exec.LookPath("unshare")
	open = os.Geteuid() != 0 || unshare != nil

	environment := maps.Clone(c.environment)
	for _, name := range c.secrets {
		environment[name] = "secret"
	}
	store.provide(environment)
	root := "/app"
	if open {
		root = app
	}
	search := []string{root + "/src"}
	for i, folder := range filepath.SplitList(packages) {
		if !open {
			folder = fmt.Sprintf("/packages/%d", i)
		}
		search = append(search, folder)
	}
	environment["PYTHONPATH"] = strings.Join(search, ":")
	environment["PYTHONDONTWRITEBYTECODE"] = "1"
	environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

	limit, cancel := context.WithTimeout(t.Context(), runLimit)
	defer cancel()
	var run *exec.Cmd
	if open {
		for i := range command {
			command[i] = strings.Replace(command[i], "/app/", app+"/", 1)
		}
		environment["STATE_DIR"], environment["TMPDIR"] = t.TempDir(), t.TempDir()
		run = exec.CommandContext(limit, command[0], command[1:]...)
		run.Dir = app
	} else {
		assignments := []string{"/usr/bin/env", "-i"}
		for _, name := range slices.Sorted(maps.Keys(environment)) {
			assignments = append(assignments, name+"="+environment[name])
		}
		arguments := append([]string{"--mount", "--pid", "--fork", "--kill-child", "sh", "-c", enter, "sh"}, assignments...)
		run = exec.CommandContext(limit, "unshare", append(arguments, command...)...)
		run.Env = []string{
			"ROOT=" + t.TempDir(), "APP=" + app, "PACKAGES=" + packages, "PREFIX=" + prefix, fmt.Sprintf("RUN_AS=%d", c.user),
			fmt.Sprintf("READ_ONLY=%v", c.readOnly), "PATH=" + environment["PATH"],
		}
	}
	if open {
		for _, name := range slices.Sorted(maps.Keys(environment)) {
			run.Env = append(run.Env, name+"="+environment[name])
		}
	}
	said, err := run.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return run.ProcessState.ExitCode(), string(said), open
}
