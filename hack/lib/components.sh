# shellcheck shell=bash
# How each component is started, and how one sees that it is ready. Sourced, never run.

# In the order of starting; stopped in the reverse one.
components=(etcd prometheus kube-apiserver kube-controller-manager kube-scheduler kwok)

# component_command NAME: sets the array COMMAND. Everything listens on loopback; the API server and Prometheus on this
# machine's end of the bridge when there are real pods.
component_command() {
  local port=${PORT[$1]} api="https://$API_ADDRESS:${PORT[kube-apiserver]}" pki=$STATE/pki
  COMMAND=("$STATE/bin/$1")
  case $1 in
    etcd)
      local client=http://127.0.0.1:$port peer=http://127.0.0.1:${PORT[etcd-peer]}
      # No fsync: the data lives as long as the test, and a laptop's disk is the slowest part.
      COMMAND+=(--data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn
        --listen-client-urls "$client" --advertise-client-urls "$client"
        --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer")
      ;;
    kube-apiserver)
      COMMAND+=(--etcd-servers "http://127.0.0.1:${PORT[etcd]}" --bind-address "$API_ADDRESS" --secure-port "$port"
        --advertise-address "$API_ADDRESS"
        --shutdown-watch-termination-grace-period 1s
        --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --client-ca-file "$pki/ca.crt"
        --authorization-mode 'Node,RBAC' --enable-admission-plugins NodeRestriction --allow-privileged
        --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$pki/sa.pub"
        --service-account-signing-key-file "$pki/sa.key" --service-cluster-ip-range "$SERVICES"
        --requestheader-client-ca-file "$pki/front-proxy-ca.crt" --requestheader-allowed-names front-proxy-client
        --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group
        --requestheader-extra-headers-prefix X-Remote-Extra-
        --proxy-client-cert-file "$pki/front-proxy-client.crt" --proxy-client-key-file "$pki/front-proxy-client.key"
        --audit-policy-file "$STATE/audit-policy.yaml" --audit-log-path "$STATE/audit.log" --audit-log-maxsize 1000)
      if [[ -n $NETWORK ]]; then
        COMMAND+=(--kubelet-preferred-address-types InternalIP
          --kubelet-client-certificate "$pki/kube-apiserver-kubelet-client.crt"
          --kubelet-client-key "$pki/kube-apiserver-kubelet-client.key")
      else
        # The reconciler refuses loopback as the address of the service `kubernetes`.
        COMMAND+=(--endpoint-reconciler-type none)
      fi
      ;;
    kube-controller-manager)
      # Its default of 20 requests a second is what bounds a rollout of hundreds of pods.
      COMMAND+=(--kubeconfig "$STATE/$1.kubeconfig" --master "$api" --bind-address 127.0.0.1 --secure-port "$port"
        --authentication-kubeconfig "$STATE/$1.kubeconfig" --authorization-kubeconfig "$STATE/$1.kubeconfig"
        --root-ca-file "$pki/ca.crt" --service-account-private-key-file "$pki/sa.key"
        --use-service-account-credentials --leader-elect=false --kube-api-qps 300 --kube-api-burst 600
        --horizontal-pod-autoscaler-sync-period 1s)
      ;;
    kube-scheduler)
      COMMAND+=(--config "$STATE/scheduler.yaml" --bind-address 127.0.0.1 --secure-port "$port"
        --authentication-kubeconfig "$STATE/$1.kubeconfig" --authorization-kubeconfig "$STATE/$1.kubeconfig")
      ;;
    kwok)
      COMMAND+=(--kubeconfig "$STATE/admin.kubeconfig" --config "$STATE/stages.yaml" --server-address "127.0.0.1:$port"
        --manage-nodes-with-annotation-selector kwok.x-k8s.io/node=fake --node-lease-duration-seconds 40
        --node-ip 127.0.0.1 --cidr 10.244.0.0/16)
      ;;
    prometheus)
      COMMAND+=(--config.file "$STATE/prometheus/prometheus.yml" --storage.tsdb.path "$STATE/prometheus/data"
        --web.listen-address "127.0.0.1:$port" --log.level warn
        # A test that adds a target must not wait for the default of 5 s.
        --scrape.discovery-reload-interval 1s)
      [[ -z $NETWORK ]] || COMMAND+=(--web.listen-address "$API_ADDRESS:$port")
      ;;
  esac
  if [[ $1 == kube-apiserver || $1 == kube-controller-manager ]]; then
    COMMAND+=(--feature-gates "$(<"$STATE/feature-gates")")
  fi
}

# component_ready NAME
component_ready() {
  local port=${PORT[$1]} url
  case $1 in
    etcd) url=http://127.0.0.1:$port/health ;;
    kwok) url=http://127.0.0.1:$port/healthz ;;
    prometheus) url=http://127.0.0.1:$port/-/ready ;;
    kube-apiserver) url=https://$API_ADDRESS:$port/readyz ;;
    # Its first program prepares it and then becomes `pause`.
    node)
      [[ $(cat "/proc/$(pid_of node)/comm" 2>/dev/null) == pause ]]
      return
      ;;
    containerd) url=http://$NODE_ADDRESS:$port/v1/metrics ;;
    kubelet) url=http://$NODE_ADDRESS:10248/healthz ;;
    kube-proxy) url=http://$NODE_ADDRESS:$port/healthz ;;
    *) url=https://127.0.0.1:$port/healthz ;;
  esac
  # Controller manager and scheduler sign their own certificates, hence -k; nothing is sent to them.
  curl --noproxy '*' -sfk --max-time 2 -o /dev/null "$url"
}

start_component() {
  if [[ " ${node_components[*]} " == *" $1 "* ]]; then
    start_node_component "$1"
    return
  fi
  component_command "$1"
  spawn "$1" "${COMMAND[@]}"
}

# await_component NAME SECONDS
await_component() {
  local deadline=$((SECONDS + $2))
  until component_ready "$1"; do
    stop_if_interrupted
    alive "$1" || die "$1 ended while starting, its last words: $(last_words "$1")"
    ((SECONDS < deadline)) || die "$1 is not ready after $2 s, its last words: $(last_words "$1")"
    sleep 0.1
  done
}

last_words() {
  tail -n 5 "$STATE/logs/$1.log"
  printf '(all of them: %s)' "$STATE/logs/$1.log"
}

# write_configuration SCRAPE_INTERVAL FEATURE_GATES: the files which the components read, and that a later `start` needs.
write_configuration() {
  echo "$2" >"$STATE/feature-gates"
  cp "$hack/kwok/stages.yaml" "$STATE/stages.yaml"
  cat >"$STATE/audit-policy.yaml" <<POLICY
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
POLICY
  cat >"$STATE/scheduler.yaml" <<SCHEDULER
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection: {kubeconfig: "$STATE/kube-scheduler.kubeconfig", qps: 300, burst: 600}
leaderElection: {leaderElect: false}
SCHEDULER
  mkdir -p "$STATE/prometheus/pods" "$STATE/prometheus/operator"
  cat >"$STATE/prometheus/prometheus.yml" <<PROMETHEUS
global: {scrape_interval: $1}
scrape_configs:
# An emulator process speaks for many pods: the labels namespace and pod are its own, not the target's.
- job_name: pods
  honor_labels: true
  file_sd_configs: [{files: ["$STATE/prometheus/pods/*.json"], refresh_interval: 1s}]
- job_name: operator
  honor_labels: false
  file_sd_configs: [{files: ["$STATE/prometheus/operator/*.json"], refresh_interval: 1s}]
PROMETHEUS
  [[ -z $NETWORK ]] || write_pod_discovery
}

# write_pod_discovery: real pods that ask for it by the usual annotations, with the labels prometheus-operator gives.
write_pod_discovery() {
  cat >>"$STATE/prometheus/prometheus.yml" <<PROMETHEUS
- job_name: kubernetes-pods
  kubernetes_sd_configs: [{role: pod, kubeconfig_file: "$STATE/admin.kubeconfig"}]
  relabel_configs:
  - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: "true"}
  # The addresses of pods which KWOK plays lead nowhere.
  - {source_labels: [__meta_kubernetes_pod_node_name], action: keep, regex: "$NAME-real"}
  - {source_labels: [__meta_kubernetes_pod_phase], action: keep, regex: Running}
  - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scheme], target_label: __scheme__, regex: '(https?)'}
  - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], target_label: __metrics_path__, regex: '(.+)'}
  - source_labels: [__meta_kubernetes_pod_ip, __meta_kubernetes_pod_annotation_prometheus_io_port]
    regex: '(.+);(.+)'
    replacement: \$1:\$2
    target_label: __address__
  - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
  - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
  - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
  # Not with a port of the annotation: the targets of all declared ports are that one then, if their labels are the same.
  - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_container_port_name]
    regex: ';(.+)'
    target_label: endpoint
PROMETHEUS
}
