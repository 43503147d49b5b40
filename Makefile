# The originals' verbs; each is one script of hack/.
# repository:tag to push or deploy; empty: the name that the chart asks for.
IMG ?=
PLATFORMS ?= linux/amd64,linux/arm64
CONTAINER_TOOL ?= docker
KIND_ARGS ?= -t mix -n 3 -g 2
KUBECTL ?= kubectl
HELM ?= helm
NAMESPACE ?= inferno-autoscaler-system
HELM_ARGS ?=
comma := ,
# Without the tag, which is what follows the last colon.
IMG_NAME = $(IMG:%:$(lastword $(subst :, ,$(IMG)))=%)

.PHONY: help build test unit-test lint fmt manifests install uninstall deploy undeploy build-installer run quickstart \
	cluster-up cluster-down clean create-kind-cluster destroy-kind-cluster deploy-inferno-emulated-on-kind \
	undeploy-inferno-on-kind docker-build docker-push docker-buildx test-image

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

deploy: ## Installs the operator with Helm (IMG=repository:tag HELM_ARGS="--set prometheus.baseURL=...")
	$(HELM) upgrade --install inferno-autoscaler charts/inferno-autoscaler --namespace $(NAMESPACE) --create-namespace \
		--take-ownership $(if $(IMG),--set image.repository=$(IMG_NAME)$(comma)image.tag=$(lastword $(subst :, ,$(IMG)))) $(HELM_ARGS)

undeploy: ## Removes it again; the CRD and every VariantAutoscaling stay
	$(HELM) uninstall inferno-autoscaler --namespace $(NAMESPACE)

build-installer: ## Writes dist/install.yaml, everything in one file for kubectl (IMG=repository:tag)
	mkdir -p dist
	hack/render-installer $(IMG) $(HELM_ARGS) >dist/install.yaml

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

create-kind-cluster: ## A kind cluster with fake GPUs (KIND_ARGS="-t mix -n 3 -g 4")
	hack/create-kind-gpu-cluster.sh $(KIND_ARGS)

destroy-kind-cluster: ## Removes it
	hack/destroy-kind-cluster.sh

deploy-inferno-emulated-on-kind: ## Operator, Prometheus and an emulated server on it (IMG, KIND_ARGS)
	hack/deploy-inferno-emulated-on-kind.sh $(if $(IMG),-i $(IMG)) $(KIND_ARGS)

undeploy-inferno-on-kind: ## Removes them
	hack/undeploy-inferno-on-kind.sh

clean: ## Removes what the build made
	hack/mvn -q clean
