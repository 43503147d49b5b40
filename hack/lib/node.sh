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
  spawn_inside "$1" nsenter --target "$node" --pid --mount --net env PATH="$STATE/bin:$PATH" "${COMMAND[@]}"
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

# overlay_works: not where the state is on an overlay itself, such as in a container.
overlay_works() {
  local at=$STATE/node/overlay
  mkdir -p "$at"/{lower,upper,work,merged}
  unshare --mount mount -t overlay overlay -o "lowerdir=$at/lower,upperdir=$at/upper,workdir=$at/work" "$at/merged" 2>/dev/null
}

write_node_configuration() {
  local node=$STATE/node snapshotter=native
  mkdir -p "$node/cni"
  if overlay_works; then snapshotter=overlayfs; fi
  : >"$node/resolv.conf" # nothing outside is asked
  cat >"$node/containerd.toml" <<TOML
version = 3
[metrics]
  address = "$NODE_ADDRESS:${PORT[containerd]}"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "$snapshotter"
[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "localhost/pause:1"
[plugins."io.containerd.cri.v1.runtime"]
  enable_unprivileged_ports = true
  # Without the capability SYS_RESOURCE runc may only raise it.
  restrict_oom_score_adj = true
[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = ["$cni_plugins"]
  conf_dir = "$node/cni"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  SystemdCgroup = false
TOML
  # A link per pod and no bridge: traffic between pods is routed, so kube-proxy's rules see all of it.
  cat >"$node/cni/10-pods.conflist" <<CNI
{"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "ptp", "ipMasq": false,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "$POD_RANGE"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
CNI
  cat >"$node/kubelet.yaml" <<KUBELET
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_ADDRESS
port: ${PORT[kubelet]}
healthzBindAddress: $NODE_ADDRESS
failCgroupV1: false
cgroupDriver: cgroupfs
cgroupRoot: /$BRIDGE
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$STATE/pki/ca.crt"}}
authorization: {mode: Webhook}
clusterDNS: [$DNS_SERVICE]
clusterDomain: cluster.local
resolvConf: $node/resolv.conf
volumePluginDir: /var/lib/kubelet/volume-plugins
failSwapOn: false
makeIPTablesUtilChains: false
evictionHard: {imagefs.available: 1%, nodefs.available: 1%, memory.available: 100Mi}
imageGCHighThresholdPercent: 100
nodeStatusUpdateFrequency: 5s
KUBELET
  cat >"$node/kube-proxy.yaml" <<PROXY
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: $POD_RANGE
clientConnection: {kubeconfig: "$STATE/kube-proxy.kubeconfig"}
hostnameOverride: $NAME-real
healthzBindAddress: "$NODE_ADDRESS:${PORT[kube-proxy]}"
# Zeros leave the settings of this machine's kernel alone.
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
PROXY
}

# remove_node: what is left outside the namespaces once their processes are gone.
remove_node() {
  remove_network
  each_cgroup_root remove_cgroup "$BRIDGE"
}
