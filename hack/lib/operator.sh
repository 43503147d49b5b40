# shellcheck shell=bash
# The operator's identity on a cluster: never the admin's. Sourced, never run.

operator_namespace=inferno-autoscaler-system
operator_account=inferno-autoscaler-controller-manager

# operator_kubeconfig KUBECONFIG OUT: makes the ServiceAccount with the shipped rules, and a kubeconfig with its token.
operator_kubeconfig() {
  local admin=$1 out=$2 server ca token
  "$checkout/hack/render-rbac" "$operator_namespace" "$operator_account" |
    "$KUBECTL" --kubeconfig "$admin" apply -f - >/dev/null
  server=$("$KUBECTL" --kubeconfig "$admin" config view --minify -o jsonpath='{.clusters[0].cluster.server}')
  ca=$("$KUBECTL" --kubeconfig "$admin" config view --raw --minify --flatten \
    -o jsonpath='{.clusters[0].cluster.certificate-authority-data}')
  token=$("$KUBECTL" --kubeconfig "$admin" -n "$operator_namespace" create token "$operator_account" --duration 24h)
  (
    umask 077
    cat >"$out" <<YAML
apiVersion: v1
kind: Config
current-context: operator
contexts: [{name: operator, context: {cluster: cluster, user: operator, namespace: $operator_namespace}}]
clusters: [{name: cluster, cluster: {server: "$server", certificate-authority-data: $ca}}]
users: [{name: operator, user: {token: $token}}]
YAML
  )
}
