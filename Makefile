# Every target works in a clean clone. `make` lists them.

GO     ?= go
BINARY := bin/dativo-gen
JOB    ?= examples/aws_ecs.yaml
OUTPUT ?= terraform/example

# Built from the module cache: the first run takes a few minutes.
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# The race detector needs a C compiler; go env reports whether there is one.
RACE := $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)

.DEFAULT_GOAL := help
.PHONY: help run build test golden lint e2e engine bench fuzz check clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Render an example: make run JOB=examples/gcp_gke.yaml OUTPUT=terraform/gke
	$(GO) run ./cmd/dativo-gen render --config $(JOB) --output $(OUTPUT)

build: ## Build bin/dativo-gen
	$(GO) build -trimpath -o $(BINARY) ./cmd/dativo-gen

test: ## Run all tests except the end-to-end tests
	@test -n "$(RACE)" || echo "no C compiler: testing without the race detector"
	$(GO) test $(RACE) -timeout 30m ./...

golden: ## Regenerate schemas, reference pages and golden files
	$(GO) test ./internal/paths -run 'Current' -update
	$(GO) test ./internal/config ./internal/engine -run 'Current' -update
	$(GO) test ./cmd/dativo-gen -run 'Golden|Invalid|Tags|Current' -update
	$(GO) test ./cmd/dativo-gen -run 'Documents' -update

lint: ## Check the format, and run the linters of .golangci.yml
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt: these files are not formatted"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) run $(GOLANGCI_LINT) run

e2e: ## Run Terraform on every golden module, and on interrupted ones
	$(GO) test -tags e2e -count=1 -timeout 60m -v -run '^TestTerraform|^TestDocuments' ./cmd/dativo-gen ./internal/output

engine: ## Run the examples in the ingestion engine: make engine ENGINE=../dativo-ingest
	@if [ -z "$(ENGINE)" ]; then \
		echo "engine: no example was run: ENGINE=FOLDER names a checkout of https://github.com/dativo-io/dativo-ingest"; \
	else \
		ENGINE="$(abspath $(ENGINE))" $(GO) test -tags engine -count=1 -timeout 60m -v -run '^TestEngineRuns$$' ./cmd/dativo-gen; \
	fi

bench: ## Run the benchmarks: rendering and cold start
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## Run every fuzz test for ten seconds
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime 10s $$package || exit 1; \
		done; \
	done

check: lint test build ## Run everything that CI runs before Terraform

clean: ## Remove build output
	rm -rf bin terraform
