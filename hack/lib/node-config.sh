# shellcheck shell=bash
# What containerd, kubelet and kube-proxy of the real node read. Sourced, never run.

# overlay_works: not where the state is on an overlay itself, such as in a container.
overlay_works() {
  local at=$STATE/node/overlay
  mkdir -p "$at"/{lower,upper,work,merged}
  unshare --mount mount -t overlay overlay -o "lowerdir=$at/lower,upperdir=$at/upper,workdir=$at/work" "$at/merged" 2>/dev/null
}

write_node_configuration() {
  mkdir -p "$STATE/node/cni"
  write_containerd_configuration "$STATE/node"
  write_kubelet_configuration "$STATE/node"
  write_proxy_configuration "$STATE/node"
}

write_containerd_configuration() {
  local node=$1 snapshotter=native
  if overlay_works; then snapshotter=overlayfs; fi
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
}

write_kubelet_configuration() {
  local node=$1
  : >"$node/resolv.conf" # nothing outside is asked
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
}

write_proxy_configuration() {
  cat >"$1/kube-proxy.yaml" <<PROXY
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
