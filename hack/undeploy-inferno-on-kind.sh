#!/usr/bin/env bash
# Removes what hack/deploy-inferno-emulated-on-kind.sh installed; the cluster stays.
set -euo pipefail
hack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(dirname "$hack")
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$hack/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/kind.sh
source "$hack/lib/kind.sh"

while (($#)); do
  case $1 in
    -h | --help) echo "Usage: hack/undeploy-inferno-on-kind.sh [-c NAME ($cluster)] [--dry-run]" && exit ;;
    --dry-run) dry_run=yes ;;
    -c) flag_value -c $# && check_cluster_name "$2" && cluster=$2 && shift ;;
    *) usage_error "option is '$1', but must be one of: -c --dry-run --help" ;;
  esac
  shift
done
need_engine kubectl helm
kube delete --ignore-not-found -f "$checkout/docs/examples/quickstart/30-vllme-variantautoscaling.yaml" \
  -f "$checkout/docs/examples/quickstart/20-vllme-deployment.yaml" -f "$hack/kind/vllme-servicemonitor.yaml"
run helm uninstall inferno-autoscaler --kube-context "kind-$cluster" --namespace inferno-autoscaler-system --ignore-not-found
run helm uninstall kube-prometheus-stack --kube-context "kind-$cluster" --namespace inferno-autoscaler-monitoring --ignore-not-found
kube delete --ignore-not-found -f "$checkout/crds"
