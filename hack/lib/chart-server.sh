# shellcheck shell=bash
# The part of hack/check-chart that needs an API server. Sourced, never run; uses its functions and variables.

tenant=check-chart-tenant
stranger=check-chart-stranger
account=system:serviceaccount:$namespace:$release-controller-manager
made=()

# as_operator WORDS...: kubectl with the operator's name, and whatever RBAC gives it.
as_operator() { k --as="$account" --as-group=system:serviceaccounts --as-group=system:authenticated "$@"; }

# shellcheck disable=SC2329 # called by the trap of hack/check-chart
leave_server() {
  ((${#made[@]})) || return 0
  h uninstall "$release" --namespace "$namespace" --ignore-not-found >/dev/null 2>&1 || true
  k delete clusterrolebinding check-chart-wide --ignore-not-found >/dev/null 2>&1 || true
  k delete node check-chart --ignore-not-found >/dev/null 2>&1 || true
  k delete namespace "${made[@]}" --wait=false --ignore-not-found >/dev/null 2>&1 || true
}

make_namespace() {
  # An earlier run's namespace may still be going away.
  k wait --for=delete "namespace/$1" --timeout=60s >/dev/null 2>&1 || true
  k create namespace "$1" >/dev/null
  made+=("$1")
}

# A CRD that somebody else applied, even an older one, Helm takes over.
installs() {
  h upgrade --install "$release" "$chart" --namespace "$namespace" --take-ownership --force-conflicts "$@" >/dev/null
}

# The CRD as another tool and an older version left it, on a cluster that has none yet.
leave_an_old_crd() {
  k get crd variantautoscalings.llmd.ai >/dev/null 2>&1 && return
  sed 's/shortNames: \[va\]/shortNames: [old]/' "$hack/../crds/llmd.ai_variantautoscalings.yaml" | k apply -f - >/dev/null
}
crd_is_ours() {
  [[ $(k get crd variantautoscalings.llmd.ai -o jsonpath='{.spec.names.shortNames} {.metadata.annotations.helm\.sh/resource-policy}') == '["va"] keep' ]]
}

# Pod Security judges the pods that the Deployment's controller makes; without an image they only stay Pending.
pods_are_admitted() {
  local attempt
  for attempt in {1..60}; do
    [[ $(k get pods -n "$namespace" -o name | wc -l) -eq 2 ]] && return
    sleep 0.5
  done
  k get events -n "$namespace" -o jsonpath='{.items[?(@.reason=="FailedCreate")].message}'
  echo "no two pods after $((attempt / 2)) s"
  return 1
}

# On clusters with two nodes that take pods; elsewhere there is nothing to see.
pods_are_spread() {
  local attempt nodes
  [[ $(k get nodes -o 'jsonpath={range .items[*]}{.spec.unschedulable}{"\n"}{end}' | grep -c '^$') -ge 2 ]] || return 0
  for attempt in {1..40}; do
    nodes=$(k get pods -n "$namespace" -o 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | grep . | sort -u | wc -l)
    ((nodes < 2)) || return 0
    sleep 0.25
  done
  k get pods -n "$namespace" -o wide
  return 1
}

may() { [[ $(as_operator auth can-i "$@" 2>&1 | tail -n 1) == yes ]]; }
may_not() { ! may "$@"; }

# With watchNamespaces nothing of a variant is read or written elsewhere, and the inventory stays readable.
check_watch_namespaces() {
  expect "installs with watchNamespaces" installs --set "watchNamespaces={$tenant}"
  expect "sees variants of a watched namespace" may watch variantautoscalings.llmd.ai -n "$tenant"
  expect "scales there" may patch deployments/scale.apps -n "$tenant"
  expect "sees no variants elsewhere" may_not list variantautoscalings.llmd.ai -n "$stranger"
  expect "scales nothing elsewhere" may_not patch deployments/scale.apps -n "$stranger"
  expect "lists no workloads of the whole cluster" may_not list deployments.apps --all-namespaces
  expect "sees all pods" may list pods --all-namespaces
  expect "sees nodes" may list nodes
  expect "writes no nodes" may_not patch nodes
  expect "installs with inventory.mode None" installs --set "watchNamespaces={$tenant},inventory.mode=None"
  expect "sees no nodes then" may_not list nodes
  expect "sees no pods elsewhere then" may_not list pods -n "$stranger"
  expect "sees pods of a watched namespace then" may list pods -n "$tenant"
  expect "sees quotas then" may list resourcequotas -n "$tenant"
}

# People with the cluster's own roles in a namespace.
check_user_roles() {
  local role
  for role in view edit admin; do
    k create rolebinding "check-chart-$role" --clusterrole="$role" --user="check-chart-$role" -n "$tenant" >/dev/null
  done
  expect "viewers see variants" user_gets yes view get
  expect "viewers change none" user_gets no view create
  expect "editors change them" user_gets yes edit create
  expect "editors do not delete all at once" user_gets no edit deletecollection
  expect "admins may" user_gets yes admin deletecollection
  expect "nobody writes a status" user_gets no admin patch --subresource=status
}
# The controller manager aggregates roles a moment later.
user_gets() {
  local answer attempt
  for attempt in {1..40}; do
    answer=$(k auth can-i "${@:3}" variantautoscalings.llmd.ai -n "$tenant" --as="check-chart-$2" 2>&1 | tail -n 1)
    [[ $answer == "$1" ]] && return
    sleep 0.25
  done
  echo "$answer after $((attempt / 4)) s"
  return 1
}

# patches KIND NAME TYPE PATCH [OPTION...] as the operator, with every right RBAC can give.
patches() { as_operator patch "$1" "$2" --type="$3" --patch="$4" --dry-run=server "${@:5}" -n "$tenant"; }

make_objects() {
  k create clusterrolebinding check-chart-wide --clusterrole=cluster-admin --user="$account" >/dev/null
  k apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Node
metadata: {name: check-chart, labels: {placement.inferno.llmd.ai/old: "1", theirs: "1"}}
spec: {unschedulable: true}
---
apiVersion: v1
kind: Pod
metadata: {name: gated, namespace: $tenant}
spec:
  schedulingGates: [{name: inferno.llmd.ai/placement}, {name: example.test/theirs}]
  containers: [{name: server, image: example.test/server}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: free, namespace: $tenant}
spec:
  replicas: 0
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec: {containers: [{name: server, image: example.test/server}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: $tenant, annotations: {theirs: "yes"}}
spec:
  replicas: 0
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec:
      containers: [{name: server, image: example.test/server}]
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - {weight: 1, podAffinityTerm: {topologyKey: zone, labelSelector: {}}}
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]
YAML
}

# A new policy takes effect a moment after it was written.
policy_is_in_force() {
  local attempt
  for attempt in {1..80}; do
    patches node check-chart merge '{"metadata": {"labels": {"theirs": "2"}}}' >/dev/null 2>&1 || return 0
    sleep 0.25
  done
  echo "not after $((attempt / 4)) s"
  return 1
}

check_deployment_policy() {
  local note='{"op": "add", "path": "/metadata/annotations/inferno.llmd.ai~1steering", "value": "{}"}'
  local terms=/spec/template/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms
  local ours='{"key": "nvidia.com/gpu.product", "operator": "In", "values": ["A100"]}'
  local alone="{\"nodeAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": [{\"matchExpressions\": [$ours]}]}}}"
  expect "scales" patches deployment chat merge '{"spec": {"replicas": 3}}' --subresource=scale
  expect "steers a template without affinity" patches deployment free json \
    "[$note, {\"op\": \"add\", \"path\": \"/spec/template/spec/affinity\", \"value\": $alone}]"
  expect "steers one with affinity" patches deployment chat json \
    "[{\"op\": \"add\", \"path\": \"$terms/0/matchExpressions/-\", \"value\": $ours}]"
  refuses "another way to a node" "only expressions \"key In values\" on nvidia.com/gpu.product" patches deployment chat json \
    "[{\"op\": \"add\", \"path\": \"$terms/-\", \"value\": {\"matchExpressions\": [$ours]}}]"
  refuses "another label" "only expressions \"key In values\" on" patches deployment chat json \
    "[{\"op\": \"add\", \"path\": \"$terms/0/matchExpressions/-\", \"value\": {\"key\": \"kubernetes.io/hostname\", \"operator\": \"In\", \"values\": [\"x\"]}}]"
  refuses "the loss of a user's term" "only expressions" patches deployment chat json \
    '[{"op": "remove", "path": "/spec/template/spec/affinity/nodeAffinity"}]'
  refuses "the loss of other affinity" "no other affinity" patches deployment chat json \
    '[{"op": "remove", "path": "/spec/template/spec/affinity/podAntiAffinity"}]'
  refuses "replicas beside scale" "but changes: replicas; replicas are set through the subresource scale" \
    patches deployment chat merge '{"spec": {"replicas": 3}}'
  refuses "another image" "nothing but the node affinity in the pod template of Deployment $tenant/chat, but changes: containers" \
    patches deployment chat json '[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "x"}]'
  refuses "labels of pods" "but changes:  metadata" patches deployment chat merge \
    '{"spec": {"template": {"metadata": {"labels": {"a": "b"}}}}}'
  refuses "foreign annotations" "only the annotations inferno.llmd.ai/steering" patches deployment chat merge \
    '{"metadata": {"annotations": {"theirs": "no"}}}'
  refuses "labels" "only the annotations" patches deployment chat merge '{"metadata": {"labels": {"a": "b"}}}'
  refuses "deletion" "asks to DELETE Deployment $tenant/chat" as_operator delete deployment chat -n "$tenant" --dry-run=server
  refuses "creation" "asks to CREATE" as_operator create deployment new --image=x -n "$tenant" --dry-run=server
  expect "others do as RBAC says" k patch deployment chat -n "$tenant" --dry-run=server --type=merge --patch '{"spec": {"replicas": 3}}'
}

check_node_and_pod_policy() {
  expect "labels nodes" patches node check-chart merge \
    '{"metadata": {"labels": {"placement.inferno.llmd.ai/new": "1", "placement.inferno.llmd.ai/old": null}}}'
  refuses "foreign labels" "only labels whose key begins with placement.inferno.llmd.ai/" patches node check-chart merge \
    '{"metadata": {"labels": {"theirs": null}}}'
  refuses "uncordoning" "may change on node check-chart only labels" patches node check-chart merge '{"spec": {"unschedulable": false}}'
  refuses "a node's status" "subresource status" patches node check-chart merge '{"status": {"capacity": {"x.test/y": "1"}}}' --subresource=status
  expect "annotates pods" patches pod gated merge '{"metadata": {"annotations": {"controller.kubernetes.io/pod-deletion-cost": "-1"}}}'
  expect "names a node and opens our gate" patches pod gated json \
    '[{"op": "add", "path": "/spec/nodeSelector", "value": {"kubernetes.io/hostname": "a"}}, {"op": "remove", "path": "/spec/schedulingGates/0"}]'
  refuses "another gate" "only remove scheduling gates whose name begins with inferno.llmd.ai/" patches pod gated json \
    '[{"op": "remove", "path": "/spec/schedulingGates/1"}]'
  refuses "another selector" "the node selector kubernetes.io/hostname" patches pod gated json \
    '[{"op": "add", "path": "/spec/nodeSelector", "value": {"zone": "a"}}]'
  refuses "foreign annotations of pods" "only annotations whose key begins with inferno.llmd.ai/" patches pod gated merge \
    '{"metadata": {"annotations": {"theirs": "no"}}}'
  refuses "eviction" "asks to CREATE pod $tenant/gated subresource eviction" evicts
  refuses "deletion of pods" "asks to DELETE pod $tenant/gated" as_operator delete pod gated -n "$tenant" --dry-run=server
}
evicts() {
  as_operator create --raw "/api/v1/namespaces/$tenant/pods/gated/eviction?dryRun=All" -f - \
    <<<"{\"apiVersion\": \"policy/v1\", \"kind\": \"Eviction\", \"metadata\": {\"name\": \"gated\", \"namespace\": \"$tenant\"}}"
}

check_uninstall() {
  expect "uninstalls" h uninstall "$release" --namespace "$namespace"
  expect "keeps the CRD" k get crd variantautoscalings.llmd.ai
  expect "leaves nothing else" nothing_left
}
# Objects the operator or Kubernetes itself makes in a namespace are not the chart's.
nothing_left() {
  local left
  left=$(k get clusterrole,clusterrolebinding,validatingadmissionpolicy,validatingadmissionpolicybinding -o name \
    -l "app.kubernetes.io/instance=$release,app.kubernetes.io/managed-by=Helm"
  k get deployment,service,serviceaccount,configmap,role,rolebinding,poddisruptionbudget,networkpolicy -n "$namespace" -o name \
    -l "app.kubernetes.io/instance=$release")
  [[ -z $left ]] || { echo "$left"; return 1; }
}

check_server() {
  k get namespaces >/dev/null || die "no API server answers '$KUBECTL'; set KUBECONFIG, or start one: eval \"\$(hack/cluster up)\""
  make_namespace "$namespace"
  make_namespace "$tenant"
  make_namespace "$stranger"
  k label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted >/dev/null
  expect "the API server takes a dry run" h install "$release" "$chart" --namespace "$namespace" --dry-run=server \
    --take-ownership --values "$chart/ci/default-values.yaml"
  leave_an_old_crd
  expect "installs" installs
  expect "adopts the CRD" crd_is_ours
  expect "two pods pass the restricted Pod Security Standard" pods_are_admitted
  expect "two pods on two nodes" pods_are_spread
  check_user_roles
  check_watch_namespaces
  expect "installs with every right" installs --set "rbac.nodeLabels=true,rbac.pods=true"
  make_objects
  expect "the admission policies are in force" policy_is_in_force
  check_deployment_policy
  check_node_and_pod_policy
  check_uninstall
}
