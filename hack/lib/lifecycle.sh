# shellcheck shell=bash
# Taking a whole cluster up and down, also when interrupted or when somebody else does the same. Sourced, never run.

# Set by a signal and looked at between two steps: a trap that cleaned up at once could run between the start of
# a process and the moment its pid is written down, and leave it behind.
interrupted=no
stop_if_interrupted() { [[ $interrupted == no ]] || exit 130; }

# lock_cluster SECONDS VERB: one `up` or `down` per cluster at a time. Held (on file descriptor 9) until the script ends.
lock_cluster() {
  local lock=$state_root/clusters/.$NAME.lock
  mkdir -p "$state_root/clusters"
  while true; do
    exec 9>>"$lock"
    flock -w "$1" 9 || return 1
    # Whoever held it may have removed the file: then ours is nobody else's.
    [[ $lock -ef /proc/self/fd/9 ]] && break
  done
  echo "$2 $$" >"$lock"
}

lock_holder() { cat "$state_root/clusters/.$NAME.lock"; }

unlock_cluster() {
  rm -f "$state_root/clusters/.$NAME.lock"
  exec 9>&-
}

# cluster_components: those which this cluster has, one per line.
cluster_components() {
  printf '%s\n' "${components[@]}"
  [[ -z $NETWORK ]] || printf '%s\n' "${node_components[@]}"
}

any_alive() {
  local name
  for name in $(cluster_components); do
    alive "$name" && return 0
  done
  return 1
}

# stop_processes: in the reverse order of starting.
stop_processes() {
  local index
  use_network # it may have come after this process
  # The supervisor first: it would take the cluster down a second time. It may be this very process.
  if alive owner && (($(pid_of owner) != $$)); then end_process owner 5; fi
  # All on the node ends with it, and says so to the API server while the network is there.
  if [[ -n $NETWORK ]]; then
    end_process node 5
    rm -f "${node_components[@]/#/$STATE/pids/}"
  fi
  for ((index = ${#components[@]} - 1; index >= 0; index--)); do
    end_process "${components[index]}" 10
  done
  [[ -z $NETWORK ]] || remove_node
}

remove_cluster() {
  stop_processes
  rm -rf "$STATE"
  use_network
}

# link_tools: STATE/bin, one folder that has all the binaries.
link_tools() {
  local name
  mkdir -p "$STATE/bin"
  for name in "${wanted_tools[@]}"; do
    ln -sf "$(tool_dir "$(tool_module "$name")")/$name" "$STATE/bin/$name"
  done
}

kubectl() { KUBECACHEDIR=$STATE/kubectl-cache "$STATE/bin/kubectl" --kubeconfig "$STATE/admin.kubeconfig" "$@"; }

# bring_up: all processes, ready. Needs STATE to be new.
bring_up() {
  local name
  pick_ports
  if [[ $with_pods == yes ]]; then
    claim_network
    make_bridge
    write_node_configuration
  fi
  make_pki
  write_configuration "$scrape_interval" "$feature_gates"
  write_env
  stop_if_interrupted
  for name in etcd prometheus kube-apiserver; do
    start_component "$name"
  done
  if [[ $with_pods == yes ]]; then prepare_node; fi
  await_component etcd 30
  await_component kube-apiserver 60
  for name in kube-controller-manager kube-scheduler kwok; do
    start_component "$name"
  done
  if [[ $with_pods == yes ]]; then join_node; fi
  if [[ $with_nodes == yes ]]; then create_nodes "$NAME-worker"; fi
  for name in $(cluster_components); do
    await_component "$name" 60
  done
  # Pods are refused until the controller manager has made the account they run as.
  await_output "the service account 'default'" '' kubectl get serviceaccount default -o 'go-template={{""}}'
  await_nodes
  if [[ $with_pods == yes ]]; then complete_node; fi
}

# prepare_node: all that needs no API server.
prepare_node() {
  start_component node
  start_component containerd
  await_component containerd 30
  load_own_images
}

join_node() {
  start_component kubelet
  start_component kube-proxy
  apply_addons
}

# complete_node: GPUs, and DNS that answers.
complete_node() {
  add_real_gpus "$real_gpus"
  await_output "DNS (coredns in kube-system): ready replicas" 1 kubectl get deployment coredns -n kube-system \
    -o 'go-template={{.status.readyReplicas}}'
}

# await_output WHAT EXPECTED COMMAND...: until the command succeeds and prints just that.
await_output() {
  local what=$1 expected=$2 deadline=$((SECONDS + 60)) output
  shift 2
  until output=$("$@" 2>&1) && [[ $output == "$expected" ]]; do
    stop_if_interrupted
    ((SECONDS < deadline)) || die "$what: not so after 60 s, the last answer was: $output"
    sleep 0.2
  done
}

create_nodes() {
  gpu_nodes_json "$1" "$gpu_type" "$node_count" "$gpu_count" "$gpu_model" "$gpu_memory" "$label_style" |
    kubectl create -f - >/dev/null
}

# await_nodes: every node is Ready, and the controller manager has taken the taints away which a new node has.
await_nodes() {
  # shellcheck disable=SC2016 # the dollars are the template's
  await_output 'nodes Ready and without taints of the node lifecycle (named: those that are not)' '' kubectl get nodes \
    -o go-template='{{range .items}}{{$n := .metadata.name}}{{range .status.conditions}}{{if eq .type "Ready"}}{{
      if ne .status "True"}}{{$n}} {{end}}{{end}}{{else}}{{$n}} {{end}}{{range .spec.taints}}{{
      if eq .key "node.kubernetes.io/not-ready" "node.kubernetes.io/unreachable"}}{{$n}} {{end}}{{end}}{{end}}'
}

# watch_owner PID: what the supervisor does.
watch_owner() {
  while process_runs "$1"; do
    [[ -d $STATE ]] || return 0
    sleep 0.5
  done
  say "process $1, which owned the cluster, is gone: taking it down"
  take_down
}

# take_down: also of a half-started cluster, whose `up` is told to stop first.
take_down() {
  local verb pid
  if ! lock_cluster 0 down; then
    read -r verb pid < <(lock_holder)
    # It may have ended since.
    if [[ $verb == up ]]; then kill -TERM "$pid" 2>/dev/null || true; fi
    lock_cluster 60 down || die "cluster '$NAME' is busy with '$verb' of process $pid for more than 60 s: end that process"
  fi
  remove_cluster
  unlock_cluster
}

# end_of_up: whatever ended `up`, nothing half-started stays behind. Logs stay after a failure, for reading.
end_of_up() {
  local code=$?
  trap '' INT TERM
  [[ $came_up == yes ]] && return
  if [[ $interrupted == yes ]]; then
    say "interrupted: cleaning up"
    code=130 # not that of the command which the signal reached too
    remove_cluster
  else
    stop_processes
    say "cluster '$NAME' did not come up; its logs are in $STATE/logs until the next 'up' or 'down'"
  fi
  unlock_cluster
  exit "$code"
}
