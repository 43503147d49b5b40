#!/usr/bin/env bash
# The first process of a node, in namespaces of its own (mounts, processes, network): hides the machine's /var and /run,
# so that kubelet, containerd and the pods' networks find their usual places there and leave nothing behind, and then
# waits. All that runs on the node dies with it, by the kernel's hand. Started by hack/lib/node.sh.
set -euo pipefail
state=${1%/} tools=$2
node=$state/node
# Both may lie below what gets hidden.
exec 3<"$state" 4<"$tools" # mounted again by what is open, not by name
mkdir -p "$node/var"/{lib,log,tmp} "$node/sysctl"
[[ -e $node/var/run ]] || ln -s /run "$node/var/run"
mount --bind "$node/var" /var
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$state" "$tools"
mount --no-canonicalize --bind /proc/self/fd/3 "$state"
mount --no-canonicalize --bind /proc/self/fd/4 "$tools"
exec 3<&- 4<&-

# The kubelet insists on these values, which hold for the whole machine: it finds them, and the machine keeps its own.
while read -r key value; do
  [[ -e /proc/sys/$key ]] || continue
  echo "$value" >"$node/sysctl/${key//\//.}"
  mount --bind "$node/sysctl/${key//\//.}" "/proc/sys/$key"
done <<KEYS
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
KEYS
echo 1 >/proc/sys/net/ipv4/ip_forward
exec "$state/bin/pause" "$state/"
