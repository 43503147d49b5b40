# shellcheck shell=bash
# Files, ports and processes of one local cluster: NAME, its folder STATE, its ports PORT[...]. Sourced, never run.
#
# STATE/ports           one line per component: name, port
# STATE/pids/<name>     one file per running process; `up` and `owner` are the script's own
# STATE/logs/<name>.log
# STATE/network         of a cluster with real pods, see network.sh
# STATE/ready           exists once the cluster has come up

declare -A PORT=()
port_names=(etcd etcd-peer kube-apiserver kube-controller-manager kube-scheduler kwok prometheus)

# use_cluster NAME: sets NAME and STATE, and PORT when the cluster has ports.
use_cluster() {
  # The name becomes part of node names (a DNS label of at most 63 characters) and of a path.
  [[ $1 =~ ^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$ ]] ||
    usage_error "--name is '$1', but must be 1 to 40 lower-case letters, digits and inner hyphens"
  NAME=$1
  STATE=$state_root/clusters/$NAME
  # Those of the node are the usual ones: its addresses are its own.
  PORT=([node]=- [containerd]=1338 [kubelet]=10250 [kube-proxy]=10256)
  use_network
  [[ -f $STATE/ports ]] || return 0
  local name number
  while read -r name number; do
    PORT[$name]=$number
  done <"$STATE/ports"
}

# process_runs PID: a zombie, which its parent has not collected, does not count.
process_runs() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  [[ ${stat##*) } != Z* ]]
}

# A process is ours when its command line names a path in STATE: pids are used again by the system.
# alive NAME
alive() {
  local pid line
  [[ -s $STATE/pids/$1 ]] || return 1
  pid=$(<"$STATE/pids/$1")
  for _ in {1..100}; do
    mapfile -d '' line 2>/dev/null <"/proc/$pid/cmdline" || return 1
    ((${#line[@]} == 0)) || break
    # Nor has one that is just becoming another program: for a moment, longer on a busy machine.
    process_runs "$pid" || return 1
    sleep 0.01
  done
  [[ ${line[*]} == *"$STATE/"* ]]
}

pid_of() { cat "$STATE/pids/$1"; }

# await_program PID: until a child has become its program. Before, it has the command line of this script, and would count as ended.
await_program() {
  while cmp -s "/proc/$1/cmdline" "/proc/$$/cmdline"; do sleep 0.01; done
}

# spawn NAME COMMAND...: starts a process that outlives the script and remembers its pid.
spawn() {
  local name=$1
  shift
  # A process group of its own, so that Ctrl-C at the terminal reaches `up` only, which then stops things in order.
  set -m
  nohup "$@" >>"$STATE/logs/$name.log" 2>&1 </dev/null 7>&- 9>&- &
  await_program $!
  echo $! >"$STATE/pids/$name"
  disown
  set +m
}

# end_process NAME SECONDS: asks, then insists. The pid file goes last, so that a retry finds it.
end_process() {
  local deadline pid
  if alive "$1"; then
    pid=$(pid_of "$1")
    # It may end between the look and the signal.
    kill -TERM "$pid" 2>/dev/null || true
    deadline=$((SECONDS + $2))
    while alive "$1"; do
      if ((SECONDS >= deadline)); then
        say "$1 (pid $pid) did not stop within $2 s: killed"
        kill -KILL "$pid" 2>/dev/null || true # as above
        sleep 0.2
        break
      fi
      sleep 0.05
    done
  fi
  rm -f "$STATE/pids/$1"
}

# listening PORT: whether something on this machine listens there.
listening() {
  local tables=(/proc/net/tcp)
  [[ -r /proc/net/tcp6 ]] && tables+=(/proc/net/tcp6) # missing where IPv6 is off
  awk -v port="$(printf ':%04X' "$1")" \
    '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' "${tables[@]}"
}

# pick_ports: writes STATE/ports. The range lies below Linux's ephemeral ports, which clients take at random.
pick_ports() {
  local name candidate taken
  mkdir -p "$state_root/clusters"
  # Until the file is written another `up` must not pick the same.
  exec 7>"$state_root/.ports.lock"
  flock 7
  taken=" $(find "$state_root/clusters" -maxdepth 2 -name ports -exec awk '{ printf "%s ", $2 }' {} +)"
  for name in "${port_names[@]}"; do
    while true; do
      candidate=$((20000 + RANDOM % 12000))
      [[ $taken == *" $candidate "* ]] && continue
      listening "$candidate" || break
    done
    taken+="$candidate "
    PORT[$name]=$candidate
    echo "$name $candidate"
  done >"$STATE/ports.new"
  mv "$STATE/ports.new" "$STATE/ports"
  exec 7>&-
}

# print_env: what a shell evals.
print_env() {
  local key value
  while IFS='=' read -r key value; do
    printf 'export %s=%q\n' "$key" "$value"
  done <"$STATE/env"
  # shellcheck disable=SC2016 # PATH is the reader's
  printf 'export PATH=%q:"$PATH"\n' "$STATE/bin"
}

# write_env: STATE/env, KEY=value per line and unquoted, for programs that are not shells.
write_env() {
  cat >"$STATE/env" <<ENV
KUBECONFIG=$STATE/admin.kubeconfig
KUBECTL=$STATE/bin/kubectl
KUBECACHEDIR=$STATE/kubectl-cache
PROMETHEUS_BASE_URL=http://127.0.0.1:${PORT[prometheus]}
INFERNO_CLUSTER_NAME=$NAME
INFERNO_CLUSTER_STATE=$STATE
INFERNO_CLUSTER_CA=$STATE/pki/ca.crt
INFERNO_AUDIT_LOG=$STATE/audit.log
INFERNO_PROMETHEUS_TARGETS=$STATE/prometheus/pods
ENV
  [[ -n $NETWORK ]] || return 0
  cat >>"$STATE/env" <<ENV
INFERNO_CLUSTER_NODE=$NAME-real
INFERNO_CLUSTER_NODE_ADDRESS=$NODE_ADDRESS
INFERNO_POD_PROMETHEUS_BASE_URL=http://prometheus.inferno-autoscaler-monitoring.svc:9090
HELM=$STATE/bin/helm
ENV
}
