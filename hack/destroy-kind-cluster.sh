#!/usr/bin/env bash
# Removes the kind cluster of hack/create-kind-gpu-cluster.sh.
set -euo pipefail
hack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$hack/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/kind.sh
source "$hack/lib/kind.sh"

while (($#)); do
  case $1 in
    -h | --help) echo "Usage: hack/destroy-kind-cluster.sh [-c NAME ($cluster)] [--dry-run]" && exit ;;
    --dry-run) dry_run=yes ;;
    -c) flag_value -c $# && check_cluster_name "$2" && cluster=$2 && shift ;;
    *) usage_error "option is '$1', but must be one of: -c --dry-run --help" ;;
  esac
  shift
done
need_engine kind
run kind delete cluster --name "$cluster"
