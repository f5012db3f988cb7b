# Cascata: every command a user or an engineer needs. `make` alone lists them.
SHELL := /bin/bash
GO ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
RACED := ./sim/... ./model/...
export CGO_ENABLED ?= 0

.DEFAULT_GOAL := help
.PHONY: help run test race bench results profile fuzz golden validate build check picture need fmt vet static deps

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: ## the main job: simulate the default attack on Lisboa over 72 h, write runs/ and print the result
	@$(GO) run ./cmd/cascata run --force

test: need ## install what is missing, then run every test (race detector on for the kernel and the models)
	@raced=$$($(GO) list $(RACED)); \
	others=$$($(GO) list ./... | grep -vxF "$$raced"); \
	if command -v gcc >/dev/null && [ -e /usr/include/stdlib.h ]; then race=-race cgo=1; else race= cgo=0; fi; \
	failed=0; $(GO) test $$others || failed=1; CGO_ENABLED=$$cgo $(GO) test $$race $$raced || failed=1; exit $$failed

race: need ## every test under the race detector
	CGO_ENABLED=1 $(GO) test -race ./...

COUNT ?= 7
bench: ## speed, as Go benchmarks with verdicts and ratios in one run; COUNT repeats (7), a quarter of an hour
	@set -o pipefail; mkdir -p bin; .ci/bench $(COUNT) | tee bin/bench.txt
	@$(GO) run ./bench/table -version "$$($(GO) run ./cmd/cascata version)" <bin/bench.txt

RESULTS ?= bench/RESULTS.md
PAGE ?= docs/performance.md
results: ## the same into bench/RESULTS.md and docs/performance.md
	@set -o pipefail; mkdir -p bin; .ci/bench $(COUNT) | tee bin/bench.txt
	@$(GO) run ./bench/table -version "$$($(GO) run ./cmd/cascata version)" -o $(RESULTS) -into $(PAGE) <bin/bench.txt

profile: ## CPU and memory profiles of PHOLD, the default replication and a million assets, as text
	@.ci/profile

FUZZTIME ?= 30s
fuzz: ## fuzz every reader for FUZZTIME (30s) each
	@.ci/fuzz $(FUZZTIME)

golden: ## rewrite the golden files; review the diff
	$(GO) test $$(grep -rlE 'flag.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u) -update

validate: ## compare the models with closed forms and published results, write docs/validation.md
	$(GO) run ./cmd/cascata validate -o docs/validation.md

build: ## build bin/cascata
	@mkdir -p bin
	$(GO) build -trimpath -o bin/cascata ./cmd/cascata

check: fmt vet static deps test ## everything a merge must pass

picture: ## draw the worst moment of the default cascade for the README
	$(GO) run ./cmd/cascata draw substation-switching -o docs/cascade.png

need:
	@.ci/need gcc:gcc libc6-dev:/usr/include/stdlib.h

fmt:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "not formatted (run gofmt -w): $$unformatted"; exit 1; fi

vet:
	$(GO) vet ./...

static:
	$(GO) run $(STATICCHECK) ./...

deps:
	$(GO) test ./cmd -run Test -count 1
