# The tasks of the house. `make` lists them; CI runs .ci/run, which calls the same.
.DEFAULT_GOAL := help
export CGO_ENABLED ?= 0
LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

help: ## list the tasks
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: ## the player on the embedded service
	go run ./cmd/ncmtui demo

build: ## a static binary in dist/
	go build -trimpath -ldflags '-s -w' -o dist/ncmtui ./cmd/ncmtui

test: ## all tests
	go test ./...

race: ## all tests under the race detector (needs gcc)
	CGO_ENABLED=1 go test -race ./...

bench: ## every benchmark, once for a second
	go test -run '^$$' -bench . -benchmem ./...

figures: ## the table of docs/PERFORMANCE.md, measured here (some minutes)
	.ci/figures

lint: ## golangci-lint and gofumpt
	go run $(LINT) run ./...

fuzz: ## each fuzz target ten thousand times
	.ci/fuzz 10000x

cross: ## build for every system we promise
	.ci/cross linux/amd64 linux/arm64 darwin/arm64 windows/amd64

ci: ## what CI runs
	.ci/run

.PHONY: help demo build test race bench figures lint fuzz cross ci
