#!/usr/bin/env bash
# The operator, Prometheus and an emulated vLLM server on a kind cluster with fake GPUs: the first generation's
# walkthrough. Needs kind, kubectl, helm, the images of the operator and of the emulator, and for Prometheus the internet.
set -euo pipefail
hack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(dirname "$hack")
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$hack/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/kind.sh
source "$hack/lib/kind.sh"

usage() {
  cat <<USAGE
Usage: hack/deploy-inferno-emulated-on-kind.sh [options] [options of hack/create-kind-gpu-cluster.sh]
  -i IMG            the operator's image (inferno-autoscaler/operator:dev, or \$IMG)
  -e IMG            the emulator's image ($emulator_image)
  --archive FILE    an image archive to load, such as Jib's tar; may be repeated. Without it the container engine's images
                    of these names are loaded
  --no-prometheus   Prometheus is there already
  -c NAME           of the cluster ($cluster); made with the other options when it does not exist
  --dry-run         prints every command instead
USAGE
}

operator_image=${IMG:-inferno-autoscaler/operator:dev} emulator_image=inferno-autoscaler/vllm-emulator:dev
archives=() prometheus=yes kind_options=()
monitoring=inferno-autoscaler-monitoring system=inferno-autoscaler-system
while (($#)); do
  case $1 in
    -h | --help) usage && exit ;;
    --dry-run) dry_run=yes && kind_options+=("$1") && shift && continue ;;
    --no-prometheus) prometheus=no && shift && continue ;;
    -i | -e | --archive | -c | -t | -n | -g | -d | -m | --labels) flag_value "$1" $# ;;
    *) usage_error "option is '$1', see hack/deploy-inferno-emulated-on-kind.sh --help" ;;
  esac
  case $1 in
    -i) operator_image=$2 ;;
    -e) emulator_image=$2 ;;
    --archive)
      [[ -r $2 ]] || die "--archive is '$2', but no such file can be read"
      archives+=("$2")
      ;;
    -c) check_cluster_name "$2" && cluster=$2 && kind_options+=(-c "$2") ;;
    *) kind_options+=("$1" "$2") ;;
  esac
  shift 2
done
[[ $operator_image == *:* ]] || usage_error "-i is '$operator_image', but must have a tag, such as :dev"
need_engine kind kubectl helm

load_images() {
  local file
  for file in "${archives[@]}"; do run kind load image-archive "$file" --name "$cluster"; done
  ((${#archives[@]})) || run kind load docker-image "$operator_image" "$emulator_image" --name "$cluster"
}

deploy_prometheus() {
  run helm upgrade --install kube-prometheus-stack kube-prometheus-stack --kube-context "kind-$cluster" \
    --repo https://prometheus-community.github.io/helm-charts --namespace "$monitoring" --create-namespace --wait \
    --set grafana.enabled=false,alertmanager.enabled=false
}

deploy_operator() {
  run helm upgrade --install inferno-autoscaler "$checkout/charts/inferno-autoscaler" --kube-context "kind-$cluster" \
    --namespace "$system" --create-namespace --wait --set fullnameOverride=inferno-autoscaler \
    --set "image.repository=${operator_image%:*},image.tag=${operator_image##*:},metrics.serviceMonitor.enabled=true" \
    --set "prometheus.baseURL=http://kube-prometheus-stack-prometheus.$monitoring.svc:9090"
}

# The namespaces exist already by then, and the chart brought the ConfigMaps.
deploy_emulator() {
  local examples=$checkout/docs/examples/quickstart
  kube apply -f "$examples/00-namespaces.yaml" -f "$hack/kind/vllme-servicemonitor.yaml"
  sed "s#image: inferno-autoscaler/vllm-emulator:dev#image: $emulator_image#" "$examples/20-vllme-deployment.yaml" |
    kube_with_input apply -f -
  kube apply -f "$examples/30-vllme-variantautoscaling.yaml"
}

if [[ $dry_run == yes ]] || ! kind get clusters 2>/dev/null | grep -qx "$cluster"; then
  "$hack/create-kind-gpu-cluster.sh" "${kind_options[@]}"
fi
load_images
if [[ $prometheus == yes ]]; then deploy_prometheus; fi
deploy_operator
deploy_emulator
