# shellcheck shell=bash
# Fake GPU nodes: what a node of a vendor looks like, as JSON. Sourced, never run.
#
# The same facts serve nodes that KWOK plays (gpu_node_json: whole objects) and real nodes of a kind
# cluster (gpu_labels and gpu_status_patch: changes). `original` labels are those of the first generation's
# script, which for AMD and Intel match no driver; `real` ones are what the vendors' labellers write.

# shellcheck disable=SC2034 # for those who parse options
gpu_types=(mix nvidia amd intel)

# gpu_vendor TYPE INDEX: the vendor of the INDEX-th node.
gpu_vendor() {
  local vendors=(nvidia amd intel)
  if [[ $1 == mix ]]; then echo "${vendors[$2 % 3]}"; else echo "$1"; fi
}

# gpu_resource VENDOR LABELS: the extended resource that pods ask for.
gpu_resource() {
  if [[ $1-$2 == intel-real ]]; then echo habana.ai/gaudi; else echo "$1.com/gpu"; fi
}

# gpu_labels VENDOR LABELS GPUS MODEL MEMORY_MIB: one key=value per line. An empty MODEL or MEMORY_MIB means
# the vendor's default.
gpu_labels() {
  local vendor=$1 labels=$2 gpus=$3 model=$4 memory=$5
  case $vendor-$labels in
    nvidia-original) gpu_original_labels nvidia "${model:-NVIDIA-A100-PCIE-80GB}" "${memory:-81920}" "$gpus" ;;
    amd-original) gpu_original_labels amd "${model:-AMD-MI300X-192G}" "${memory:-196608}" "$gpus" ;;
    intel-original) gpu_original_labels intel "${model:-Intel-Gaudi-2-96GB}" "${memory:-98304}" "$gpus" ;;
    nvidia-real) # GPU Feature Discovery
      printf 'nvidia.com/gpu.%s\n' present=true "count=$gpus" "product=${model:-NVIDIA-A100-80GB-PCIe}" \
        "memory=${memory:-81920}" family=ampere replicas=1 sharing-strategy=none
      ;;
    amd-real) # AMD's node labeller; it publishes no count
      printf 'amd.com/gpu.%s\n' "product-name=${model:-AMD_Instinct_MI300X_OAM}" "vram=$((${memory:-196608} / 1024))G" \
        device-id=74a1 family=AI cu-count=304 simd-count=1216
      printf 'feature.node.kubernetes.io/amd-gpu=true\n'
      ;;
    intel-real) # Gaudi has neither a model nor a memory label, only that the PCI vendor is there
      printf 'feature.node.kubernetes.io/pci-1da3.present=true\nhabana.ai/hpu-present=true\n'
      ;;
  esac
}

gpu_original_labels() { printf "$1.com/gpu.%s\n" "product=$2" "memory=$3" "count=$4"; }

# gpu_node_json NAME VENDOR LABELS GPUS MODEL MEMORY_MIB: a whole Node for KWOK. Its cpu and memory are
# generous, so that GPUs are what runs out. A status given at creation is honoured by the API server.
gpu_node_json() {
  local name=$1 resource quantities label labels=''
  resource=$(gpu_resource "$2" "$3")
  while IFS= read -r label; do
    labels+=", \"${label%%=*}\": \"${label#*=}\""
  done < <(gpu_labels "${@:2}")
  quantities="{\"cpu\": \"256\", \"memory\": \"2Ti\", \"ephemeral-storage\": \"4Ti\", \"pods\": \"250\", \"$resource\": \"$4\"}"
  cat <<NODE
{"apiVersion": "v1", "kind": "Node",
 "metadata": {"name": "$name", "annotations": {"kwok.x-k8s.io/node": "fake"},
  "labels": {"kubernetes.io/hostname": "$name", "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"$labels}},
 "status": {"capacity": $quantities, "allocatable": $quantities}}
NODE
}

# gpu_status_patch RESOURCE GPUS: JSON patch for the `status` subresource of a real node. A kubelet derives
# allocatable from capacity, but only after a while: both are set.
gpu_status_patch() {
  local path=${1//\//\~1}
  printf '[{"op": "add", "path": "/status/capacity/%s", "value": "%s"},\n' "$path" "$2"
  printf ' {"op": "add", "path": "/status/allocatable/%s", "value": "%s"}]\n' "$path" "$2"
}

# add_gpus NODE VENDOR LABELS GPUS MODEL MEMORY_MIB KUBECTL...: fake GPUs for a node that a kubelet runs.
add_gpus() {
  local labels
  mapfile -t labels < <(gpu_labels "${@:2:5}")
  "${@:7}" label node "$1" --overwrite "${labels[@]}"
  "${@:7}" patch node "$1" --subresource status --type json --patch "$(gpu_status_patch "$(gpu_resource "$2" "$3")" "$4")"
}

# gpu_nodes_json PREFIX TYPE NODES GPUS MODEL MEMORY_MIB LABELS: a stream of Nodes PREFIX0, PREFIX1, ...
gpu_nodes_json() {
  local index
  for ((index = 0; index < $3; index++)); do
    gpu_node_json "$1$index" "$(gpu_vendor "$2" "$index")" "$7" "$4" "$5" "$6"
  done
}

# check_gpu_model TYPE LABELS MODEL MEMORY_MIB: refuses what would be silently ignored.
check_gpu_model() {
  [[ -z $3$4 ]] && return
  [[ $1 != mix ]] || usage_error "-d and -m describe one kind of GPU, but -t mix has three: add -t nvidia, amd or intel"
  [[ $1-$2 != intel-real ]] || usage_error "-d and -m become labels, but real Gaudi nodes have none for them: use --labels original"
  [[ $3 =~ ^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$ ]] ||
    usage_error "-d is '$3', but must be a label value: at most 63 letters, digits, '-', '_' and '.', no blanks"
}

# gpu_summary KUBECTL...: the table of all nodes that have GPUs, by the given kubectl command.
gpu_summary() {
  # Columns that a node has no label for print as "-".
  # shellcheck disable=SC2016 # the dollars are the template's
  "$@" get nodes -o go-template='{{range .items}}{{$n := .}}{{$l := .metadata.labels}}{{range $r, $q := .status.capacity}}{{
    if or (eq $r "nvidia.com/gpu") (eq $r "amd.com/gpu") (eq $r "intel.com/gpu") (eq $r "habana.ai/gaudi")}}{{
    $n.metadata.name}}|{{$r}}|{{$q}}|{{index $n.status.allocatable $r}}|{{
    or (index $l (print $r ".product")) (index $l (print $r ".product-name")) "-"}}|{{
    or (index $l (print $r ".memory")) (index $l (print $r ".vram")) "-"}}{{"\n"}}{{end}}{{end}}{{end}}' |
    awk -F'|' 'BEGIN { row = "%-24s %-16s %-9s %-12s %-28s %s\n"
        printf row, "Node", "Resource", "Capacity", "Allocatable", "GPU Product", "Memory (MB)" }
      NF { if ($6 ~ /G$/) $6 = $6 * 1024; printf row, $1, $2, $3, $4, $5, $6 }'
}
