# shellcheck shell=bash
# Addresses of one cluster, and with real pods the bridge to its node. Sourced, never run.
#
# Without pods everything listens on loopback. With pods a number K (in STATE/network) tells the addresses of the
# clusters of this machine apart: 10.246.K.1 is this machine's end of the bridge, where the API server and Prometheus
# listen too, 10.246.K.2 the node; pods have 10.245.K.0/24, Services 10.96.K.0/24. The bridge and its two routes are all
# that is outside the node's own namespaces.

max_networks=32

# use_network: sets NETWORK (K, empty without pods) and what follows from it.
use_network() {
  NETWORK='' API_ADDRESS=127.0.0.1 SERVICES=10.96.0.0/16 API_SERVICE=10.96.0.1
  [[ -f $STATE/network ]] || return 0
  NETWORK=$(<"$STATE/network")
  API_ADDRESS=10.246.$NETWORK.1 SERVICES=10.96.$NETWORK.0/24 API_SERVICE=10.96.$NETWORK.1
  # shellcheck disable=SC2034 # for those that start the node
  NODE_ADDRESS=10.246.$NETWORK.2 DNS_SERVICE=10.96.$NETWORK.10
  POD_RANGE=10.245.$NETWORK.0/24
  # A network device and a cgroup; 15 letters is what Linux allows a device.
  BRIDGE=inferno$NETWORK
}

# routed PREFIX: whether another network of this machine uses addresses of the range. The default route does not count.
routed() { ip -4 route show root "$1" | grep -q . || ip -4 route show match "$1" | grep -qv '^default'; }

# claim_network: picks a K that no cluster and no other network of this machine uses.
claim_network() {
  local candidate taken
  exec 7>"$state_root/.ports.lock"
  flock 7
  taken=" $(find "$state_root/clusters" -maxdepth 2 -name network -exec cat {} + | tr '\n' ' ')"
  for ((candidate = 0; candidate < max_networks; candidate++)); do
    if [[ $taken != *" $candidate "* && ! -e /sys/class/net/inferno$candidate ]] &&
      ! routed "10.245.$candidate.0/24" && ! routed "10.246.$candidate.0/24" && ! routed "10.96.$candidate.0/24"; then
      echo "$candidate" >"$STATE/network"
      break
    fi
  done
  exec 7>&-
  [[ -f $STATE/network ]] || die "all $max_networks networks 10.246.K.0/24 are taken, by clusters ($(running_clusters)) or" \
    "by other networks of this machine: take a cluster down"
  use_network
}

# make_bridge: addresses of this machine's end, before anything listens on them.
make_bridge() {
  ip link add "$BRIDGE" type bridge
  ip address add "$API_ADDRESS/24" dev "$BRIDGE"
  ip link set "$BRIDGE" up
}

# plug_node PID: joins the network namespace of a process to the bridge, and lets this machine reach pods and Services.
plug_node() {
  local inside=(nsenter --target "$1" --net)
  # The one of a node that was stopped goes with its namespace, but not at once.
  ip link delete "$BRIDGE-node" 2>/dev/null || true
  ip link add "$BRIDGE-node" type veth peer name eth0 netns "$1"
  ip link set "$BRIDGE-node" master "$BRIDGE" up
  "${inside[@]}" ip link set lo up
  "${inside[@]}" ip address add "$NODE_ADDRESS/24" dev eth0
  "${inside[@]}" ip link set eth0 up
  ip route replace "$POD_RANGE" via "$NODE_ADDRESS" dev "$BRIDGE"
  ip route replace "$SERVICES" via "$NODE_ADDRESS" dev "$BRIDGE"
}

# remove_network: routes go with the bridge.
remove_network() {
  local device
  for device in "$BRIDGE-node" "$BRIDGE"; do
    # The first one may be gone with the node's namespace, at any moment.
    if [[ -e /sys/class/net/$device ]]; then ip link delete "$device" 2>/dev/null || true; fi
  done
  [[ ! -e /sys/class/net/$BRIDGE ]] || die "the network device $BRIDGE could not be removed: ip link delete $BRIDGE"
}
