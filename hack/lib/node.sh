# shellcheck shell=bash
# The real node of a cluster: containerd, kubelet and kube-proxy in namespaces of their own, on this machine's kernel.
# Sourced, never run.
#
# Processes, mounts, pod networks and nftables rules are in the namespaces of one process, `node`, and end with it.
# Outside are the bridge (network.sh) and the pods' cgroups.

node_components=(node containerd kubelet kube-proxy)
# Labels tell where pods are real: the label of the real node, by which pods choose it.
real_label=emulator.inferno.llmd.ai/node=real
cni_plugins=/usr/lib/cni

# why_no_pods: says in one line why real pods cannot run on this machine; nothing when they can.
why_no_pods() {
  local pair missing=() answer
  [[ $(uname -s) == Linux ]] || { echo "it is $(uname -s), but must be Linux" && return; }
  ((EUID == 0)) || { echo "the user is $(id -un), but must be root: sudo hack/cluster, or a cluster without --pods" && return; }
  for pair in runc:runc nft:nftables ip:iproute2 unshare:util-linux nsenter:util-linux mount:mount \
    "$cni_plugins/ptp:containernetworking-plugins" "$cni_plugins/host-local:containernetworking-plugins"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  if ((${#missing[@]})); then
    mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
    echo "missing: apt-get install -y ${missing[*]}"
    return
  fi
  answer=$(runc --version 2>&1)
  [[ $answer == *libseccomp* ]] || { echo "runc is built without seccomp, which containerd needs: install Debian's runc" && return; }
  # A trial of all that a node does, in namespaces that vanish with it.
  answer=$(unshare --fork --kill-child --pid --mount --mount-proc --net bash -c '
    ip link add bridge0 type bridge && ip link add veth0 type veth peer name veth1 && nft add table ip trial &&
      mount -t tmpfs tmpfs /run && echo 1 >/proc/sys/net/ipv4/ip_forward' 2>&1) ||
    { echo "this machine refuses a node of its own: ${answer//$'\n'/ }" && return; }
  answer=$(each_cgroup_root check_writable 2>&1) || echo "$answer"
}

# can_run_pods: says why not, and ends the script with exit code 3.
can_run_pods() {
  local reason
  reason=$(why_no_pods)
  [[ -n $reason ]] || return 0
  echo "real pods cannot run here: $reason"
  exit 3
}

# each_cgroup_root COMMAND...: for every mounted hierarchy, of version 1 or 2, the folder is the last argument.
each_cgroup_root() {
  local folder
  while IFS= read -r folder; do
    "$@" "$folder" || return
  done < <(awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts)
}

check_writable() { [[ -w $1 ]] || { echo "the control groups in $1 are read-only" && return 1; }; }
make_cgroup() { mkdir -p "$2/$1"; }
remove_cgroup() {
  # Processes that were killed may take a moment to leave.
  local deadline=$((SECONDS + 10))
  while [[ -d $2/$1 ]] && ! find "$2/$1" -depth -type d -exec rmdir {} + 2>/dev/null; do
    ((SECONDS < deadline)) || { say "the control group $2/$1 could not be removed" && return; }
    sleep 0.1
  done
}

# spawn_inside NAME COMMAND...: like spawn, for unshare and nsenter. They stay between us and the program and pass no
# signals on, so the program's own pid is remembered, not theirs.
spawn_inside() {
  local name=$1 outer inner='' deadline=$((SECONDS + 10))
  spawn "$@"
  outer=$(pid_of "$name")
  until [[ -n $inner ]]; do
    read -r inner _ 2>/dev/null <"/proc/$outer/task/$outer/children" || true
    { [[ -n $inner || -d /proc/$outer ]] && ((SECONDS < deadline)); } ||
      die "$name did not start, its last words: $(last_words "$name")"
    sleep 0.01
  done
  echo "$inner" >"$STATE/pids/$name"
}

start_node_component() {
  local node
  if [[ $1 == node ]]; then
    # Those of pods that a power cut ended would hold the kubelet up for a minute.
    each_cgroup_root remove_cgroup "$BRIDGE"
    each_cgroup_root make_cgroup "$BRIDGE"
    spawn_inside node unshare --fork --kill-child --pid --mount --mount-proc --net \
      bash "$hack/lib/node-init.sh" "$STATE/" "$cache_dir/tools"
    await_component node 10
    plug_node "$(pid_of node)"
    return
  fi
  alive node || die "$1 runs on the node, which is stopped: hack/cluster start node --name $NAME"
  node=$(pid_of node)
  node_command "$1"
  # Root folders of containers are made by it, and must be readable for users without rights.
  umask 022
  spawn_inside "$1" nsenter --target "$node" --pid --mount --net env PATH="$STATE/bin:$PATH" "${COMMAND[@]}"
  umask 077
}

# node_command NAME: sets the array COMMAND.
node_command() {
  COMMAND=("$STATE/bin/$1")
  case $1 in
    containerd) COMMAND+=(--config "$STATE/node/containerd.toml") ;;
    kubelet)
      COMMAND+=(--config "$STATE/node/kubelet.yaml" --kubeconfig "$STATE/kubelet.kubeconfig"
        --hostname-override "$NAME-real" --node-ip "$NODE_ADDRESS" --node-labels "$real_label"
        --cert-dir "$STATE/node/pki")
      ;;
    kube-proxy) COMMAND+=(--config "$STATE/node/kube-proxy.yaml") ;;
  esac
}

# remove_node: what is left outside the namespaces once their processes are gone.
remove_node() {
  remove_network
  each_cgroup_root remove_cgroup "$BRIDGE"
}
