# Every target works from a clean clone. `make` alone lists them.

GO     ?= go
BINARY := bin/dativo-gen
JOB    ?= examples/aws_ecs.yaml
OUTPUT ?= terraform/example

# The race detector needs a C compiler; Go says whether there is one.
RACE := $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)

.DEFAULT_GOAL := help
.PHONY: help run build test golden lint e2e bench fuzz check clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Render an example: make run JOB=examples/gcp_gke.yaml OUTPUT=terraform/gke
	$(GO) run ./cmd/dativo-gen render --config $(JOB) --output $(OUTPUT)

build: ## Build bin/dativo-gen
	$(GO) build -trimpath -o $(BINARY) ./cmd/dativo-gen

test: ## Run every test that needs nothing but Go
	@test -n "$(RACE)" || echo "no C compiler: testing without the race detector"
	$(GO) test $(RACE) -timeout 30m ./...

golden: ## Write schema, reference pages and golden files anew
	$(GO) test ./internal/paths -run 'Current' -update
	$(GO) test ./internal/config ./internal/engine -run 'Current' -update
	$(GO) test ./cmd/dativo-gen -run 'Golden|Invalid|Tags|Current' -update
	$(GO) test ./cmd/dativo-gen -run 'Documents' -update

lint: ## Check the format and vet the code
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt: these files are not formatted"; exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags e2e ./cmd/dativo-gen
	$(GO) mod tidy -diff

e2e: ## Take every golden module through Terraform
	$(GO) test -tags e2e -count=1 -timeout 60m -v -run '^TestTerraform|^TestDocuments' ./cmd/dativo-gen

bench: ## Measure rendering, and a cold start
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## Fuzz what parses, ten seconds each
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime 10s $$package || exit 1; \
		done; \
	done

check: lint test build ## Everything that CI runs before Terraform

clean: ## Remove what was built
	rm -rf bin terraform
