#!/usr/bin/env bash
# A kind cluster with fake mixed-vendor GPUs, for machines with a container engine. The nodes get the very labels and
# resources that hack/cluster gives its own.
set -euo pipefail
hack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$hack/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/kind.sh
source "$hack/lib/kind.sh"
# shellcheck source-path=SCRIPTDIR source=lib/gpu-nodes.sh
source "$hack/lib/gpu-nodes.sh"

usage() {
  cat <<USAGE
Usage: hack/create-kind-gpu-cluster.sh [options]
  -t mix|nvidia|amd|intel   vendors of the nodes (mix: in turn)
  -n NODES                  all nodes, the control plane's included (3)
  -g GPUS                   per node (2)
  -d MODEL  -m MEMORY_MIB   another GPU, not with mix
  -c NAME                   of the cluster ($cluster)
  --labels original|real    the first generation's labels, or those of the vendors' labellers
  --dry-run                 prints every command instead
USAGE
}

gpu_type=mix node_count=3 gpu_count=2 gpu_model='' gpu_memory='' label_style=original
while (($#)); do
  case $1 in
    -h | --help) usage && exit ;;
    --dry-run) dry_run=yes && shift && continue ;;
    -t | -n | -g | -d | -m | -c | --labels) flag_value "$1" $# ;;
    *) usage_error "option is '$1', but must be one of: -t -n -g -d -m -c --labels --dry-run --help" ;;
  esac
  case $1 in
    -t) one_of -t "$2" "${gpu_types[@]}" && gpu_type=$2 ;;
    -n) whole_number -n "$2" 1 50 && node_count=$((10#$2)) ;;
    -g) whole_number -g "$2" 1 64 && gpu_count=$((10#$2)) ;;
    -d) gpu_model=$2 ;;
    -m) whole_number -m "$2" 1 99999999 && gpu_memory=$((10#$2)) ;;
    -c) check_cluster_name "$2" && cluster=$2 ;;
    --labels) one_of --labels "$2" original real && label_style=$2 ;;
  esac
  shift 2
done
check_gpu_model "$gpu_type" "$label_style" "$gpu_model" "$gpu_memory"
need_engine kind kubectl

# kind_config: pods may run on the control plane's node too, it has GPUs like the others.
kind_config() {
  local index
  cat <<CONFIG
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
  kubeadmConfigPatches: ["{kind: InitConfiguration, nodeRegistration: {taints: []}}"]
CONFIG
  for ((index = 1; index < node_count; index++)); do echo "- role: worker"; done
}

# node_name INDEX: kind's names are control-plane, worker, worker2, worker3, ...
node_name() {
  case $1 in
    0) echo "$cluster-control-plane" ;;
    1) echo "$cluster-worker" ;;
    *) echo "$cluster-worker$1" ;;
  esac
}

kind_config | run_with_input kind create cluster --name "$cluster" --wait 120s --config -
for ((index = 0; index < node_count; index++)); do
  add_gpus "$(node_name "$index")" "$(gpu_vendor "$gpu_type" "$index")" "$label_style" "$gpu_count" \
    "$gpu_model" "$gpu_memory" kube
done
if [[ $dry_run == no ]]; then gpu_summary kube; fi
