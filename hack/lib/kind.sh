# shellcheck shell=bash
# What the scripts for kind clusters share. Sourced, never run.

cluster=kind-inferno-gpu-cluster
dry_run=no

# run COMMAND...: or only print it, in a form that a shell would take.
run() {
  if [[ $dry_run == no ]]; then
    "$@"
  else
    printf '%q ' "$@" | sed 's/ $//'
    echo
  fi
}

# run_with_input COMMAND...: the command's standard input is part of what gets printed.
run_with_input() {
  if [[ $dry_run == no ]]; then
    "$@"
  else
    printf '%s <<INPUT\n%s\nINPUT\n' "$(run "$@")" "$(cat)"
  fi
}

# need_engine COMMAND...: not for a dry run.
need_engine() {
  local command
  [[ $dry_run == no ]] || return 0
  for command in "$@"; do
    command -v "$command" >/dev/null || die "'$command' is not installed, but a kind cluster needs it: install it" \
      "(https://kind.sigs.k8s.io), add --dry-run to see the commands, or use 'hack/cluster up', which needs no container engine"
  done
}

check_cluster_name() {
  [[ $1 =~ ^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$ ]] ||
    usage_error "-c is '$1', but must be 1 to 40 lower-case letters, digits and inner hyphens"
}

kube() { run kubectl --context "kind-$cluster" "$@"; }
kube_with_input() { run_with_input kubectl --context "kind-$cluster" "$@"; }
