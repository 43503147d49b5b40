# The originals' verbs; each is one script of hack/.
# Name to push the image under; the tar itself has the name that the chart asks for.
IMG ?=
PLATFORMS ?= linux/amd64,linux/arm64
CONTAINER_TOOL ?= docker
KIND_ARGS ?= -t mix -n 3 -g 2
KUBECTL ?= kubectl

.PHONY: help build test unit-test lint fmt manifests run quickstart install uninstall cluster-up cluster-down clean \
	docker-build docker-push docker-buildx test-image

help: ## Lists the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

build: ## Compiles and packages without tests
	hack/mvn -DskipTests package

test: ## All tests, also those on a real control plane
	hack/test

unit-test: ## Tests that need no control plane
	hack/test --unit

lint: ## Format, scripts, CRD and chart
	hack/mvn -q spotless:check
	hack/test-scripts

fmt: ## Formats the Java code
	hack/mvn -q spotless:apply

manifests: ## Prints what `install` applies
	@cat crds/*.yaml

install: ## Applies the CRD to the cluster of KUBECONFIG
	$(KUBECTL) apply -f crds

uninstall: ## Removes the CRD and with it every VariantAutoscaling
	$(KUBECTL) delete --ignore-not-found -f crds

run: ## Runs the operator against the cluster of KUBECONFIG; PROMETHEUS_BASE_URL=...
	hack/inferno run

quickstart: ## The walkthrough on a local control plane
	hack/quickstart

docker-build: ## Builds the images as tars in target/image; needs no Docker
	hack/image

docker-push: docker-build ## Loads the operator's tar with CONTAINER_TOOL and pushes it as IMG
	@test -n "$(IMG)" || { echo 'IMG is empty; give the name to push: make docker-push IMG=registry/inferno:0.1.0'; exit 2; }
	$(CONTAINER_TOOL) tag "$$($(CONTAINER_TOOL) load --quiet --input target/image/inferno-autoscaler-operator.tar | sed 's/.*: //')" "$(IMG)"
	$(CONTAINER_TOOL) push "$(IMG)"

docker-buildx: ## Builds IMG for PLATFORMS with the Dockerfile and pushes it; needs Docker's buildx and a registry
	@test -n "$(IMG)" || { echo 'IMG is empty; give the name to push: make docker-buildx IMG=registry/inferno:0.1.0'; exit 2; }
	$(CONTAINER_TOOL) buildx build --push --platform "$(PLATFORMS)" --tag "$(IMG)" --file operator/app/Dockerfile .

test-image: ## Builds the images twice and checks them
	hack/test-image

cluster-up: ## A local control plane with fake GPUs (KIND_ARGS="-t mix -n 3 -g 4")
	hack/cluster up $(KIND_ARGS)

cluster-down: ## Stops it and removes its files
	hack/cluster down

clean: ## Removes what the build made
	hack/mvn -q clean
