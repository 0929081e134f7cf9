package fleet

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// monitored is a job with a log group, and an alert topic in an account; "" is
// without a topic.
func monitored(name, group, account string) string {
	topic := ""
	if account != "" {
		topic = ", alert_topic_arn: \"arn:aws:sns:us-east-1:" + account + ":alerts\""
	}
	return ecsJob("  job_name: "+name+"\n", "  monitoring: {log_group: "+group+topic+"}\n")
}

// inBucket is a job with its Terraform state in a bucket.
func inBucket(name, backend string) string {
	return ecsJob("  job_name: "+name+"\n", "  terraform: {backend: "+backend+"}\n")
}

// TestModuleClaims: what two modules may not share is an error of the later job.
func TestModuleClaims(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, first, second, want string }{
		{"nothing", monitored("one", "/one", ""), monitored("two", "/two", ""), ""},
		{"folder", ecsJob("  job_name: one\n"), ecsJob("  job_name: one\n"), "job_name: the module would be written to the same folder"},
		{"folder, ignoring case", ecsJob("  job_name: one\n"), ecsJob("  job_name: One\n"), "written to the same folder as that of"},
		{"log group", monitored("one", "/x", ""), monitored("two", "/x", ""), "log_group: DIR/1.yaml creates the same log group"},
		{"log group of one account", monitored("one", "/x", "111111111111"), monitored("two", "/x", "111111111111"), "same log group"},
		{"log group of an unknown account", monitored("one", "/x", "111111111111"), monitored("two", "/x", ""), "same log group"},
		{"folder, in two accounts", monitored("one", "/x", "111111111111"), monitored("One", "/y", "222222222222"), "job_name: the module would"},
		{"log groups of two accounts", monitored("one", "/x", "111111111111"), monitored("two", "/x", "222222222222"), ""},
		{"log group in another region", monitored("one", "/x", ""), strings.Replace(monitored("two", "/x", ""), "us-east-1", "us-east-2", 1), ""},
		{"log group that one does not create", monitored("one", "/x", ""),
			ecsJob("  job_name: two\n", "  monitoring: {log_group: /x, create_log_group: false}\n"), ""},
		{"state", inBucket("one", "{type: s3, bucket: b, key: k}"), inBucket("two", "{type: s3, bucket: b, key: k}"),
			"backend: the Terraform state would overwrite that of DIR/1.yaml"},
		{"state in another bucket", inBucket("one", "{type: s3, bucket: b, key: k}"), inBucket("two", "{type: s3, bucket: c, key: k}"), ""},
		{"state with the default key", inBucket("one", "{type: s3, bucket: b}"), inBucket("two", "{type: s3, bucket: b}"), ""},
		{"local state", inBucket("one", "{type: local}"), inBucket("two", "{type: local}"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			jobs := jobsOf(t, map[string]string{"1.yaml": test.first, "2.yaml": test.second})
			claims := ModuleClaims()
			if problems := claims.Add(jobs[0]); len(problems) > 0 {
				t.Errorf("the first job conflicts with nothing, not %v", problems)
			}
			problems := claims.Add(jobs[1])
			folder := strings.TrimSuffix(jobs[0].File(), "/1.yaml")
			said := strings.ReplaceAll(strings.Join(lines(problems), "\n"), folder, "DIR")
			if (test.want == "") != (said == "") || !strings.Contains(said, test.want) {
				t.Errorf("got %q, want %q", said, test.want)
			}
			for _, p := range problems {
				if p.Pos.File != jobs[1].File() || p.Pos.Line == 0 || p.Severity != diag.Error {
					t.Errorf("not an error of the second job: %+v", p)
				}
			}
		})
	}
}

// TestFoldersBelowTwoRoots do not conflict.
func TestFoldersBelowTwoRoots(t *testing.T) {
	t.Parallel()
	const project, monitoring = "output: {root: out}\n", "  monitoring: {create_log_group: false}\n"
	jobs := jobsOf(t, map[string]string{
		"1/.dativo-gen.yaml": project, "1/a.yaml": ecsJob(monitoring), "2/.dativo-gen.yaml": project, "2/a.yaml": ecsJob(monitoring),
	})
	if problems := ModuleClaims().AddAll(jobs); len(problems) > 0 {
		t.Errorf("got %v", problems)
	}
}

// TestClaimsOfManyJobs: each later job is compared with the first one.
func TestClaimsOfManyJobs(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{
		"1.yaml": monitored("one", "/x", "111111111111"), "2.yaml": monitored("two", "/x", "222222222222"),
		"3.yaml": monitored("three", "/x", "111111111111"), "4.yaml": monitored("four", "/y", ""),
	})
	problems := ModuleClaims().AddAll(jobs)
	if len(problems) != 1 || problems[0].Pos.File != jobs[2].File() || !strings.Contains(problems[0].Message, jobs[0].File()) {
		t.Errorf("got %v", problems)
	}
}

// TestClaimFromAProjectFile: the hint names the line that decides, and the
// position is the job's own.
func TestClaimFromAProjectFile(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{
		".dativo-gen.yaml": "defaults:\n  - infrastructure: {monitoring: {log_group: /x}}\n",
		"1.yaml":           ecsJob("  job_name: one\n"), "2.yaml": ecsJob("  job_name: two\n"),
	})
	problems := ModuleClaims().AddAll(jobs)
	if len(problems) != 1 || problems[0].Pos.File != jobs[1].File() {
		t.Fatalf("got %v", problems)
	}
	if hint := problems[0].Hint; !strings.Contains(hint, "; it is defined in ") || !strings.HasSuffix(hint, "/.dativo-gen.yaml:2:46") {
		t.Errorf("the hint is %q", hint)
	}
}

func TestTagClaims(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{"1/orders.yaml": ecsJob(), "2/orders.yaml": ecsJob(), "3/stock.yaml": ecsJob(), "4/bare.yaml": bareJob,
		"5/bare.yaml": bareJob})
	want := []string{"infrastructure.job_name: duplicate key acme/orders: " + jobs[0].File() + " has it too"}
	if got := lines(TagClaims().AddAll(jobs)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTableClaims(t *testing.T) {
	t.Parallel()
	jobs := jobsOf(t, map[string]string{"1.yaml": ecsJob(), "2.yaml": ecsJob(), "3.yaml": ecsJob()})
	tables := map[*Job]string{jobs[0]: "lake.orders", jobs[1]: "lake.orders"}
	problems := TableClaims(func(j *Job) string { return tables[j] }).AddAll(jobs)
	want := []string{"asset: duplicate table lake.orders, also written by " + jobs[0].File() + ": the last statement wins"}
	if got := lines(problems); !slices.Equal(got, want) || problems[0].Severity != diag.Warning {
		t.Errorf("got %q, want the warning %q", got, want)
	}
}
