# shellcheck shell=bash
# Builds the binaries of a local cluster from published Go modules, once per machine. Sourced, never run.
#
# Go modules are used because they need neither a container engine nor a download host of our own choice,
# and go.sum pins every byte. The wrapper modules in hack/tools hold the versions.

tools_source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../tools" && pwd)
all_tools=(etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kwok prometheus)
# What real pods need besides. Helm is no part of a cluster, but whoever installs something into it wants it.
pod_tools=(kubelet kube-proxy containerd containerd-shim-runc-v2 ctr coredns pause helm)
kubernetes_versions=(1.36 1.34)
# The suffix of the wrapper module: none for the first version.
kubernetes_pin=''
needed_go=1.26

# use_kubernetes VERSION
use_kubernetes() {
  one_of --kubernetes "$1" "${kubernetes_versions[@]}"
  kubernetes_pin=''
  [[ $1 == "${kubernetes_versions[0]}" ]] || kubernetes_pin=-$1
}
# For programs that start clusters themselves, such as the scenarios.
[[ -z ${INFERNO_KUBERNETES:-} ]] || use_kubernetes "$INFERNO_KUBERNETES"

# tool_module NAME: the wrapper module that pins the tool.
tool_module() {
  case $1 in
    kube-apiserver | kube-controller-manager | kube-scheduler | kubectl | kubelet | kube-proxy)
      echo "kubernetes$kubernetes_pin"
      ;;
    containerd | containerd-shim-runc-v2 | ctr) echo containerd ;;
    etcd | kwok | prometheus | coredns | pause | helm) echo "$1" ;;
    *) usage_error "tool is '$1', but must be one of: ${all_tools[*]} ${pod_tools[*]}" ;;
  esac
}

# tool_package NAME: what `go build` is given.
tool_package() {
  case $1 in
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    kwok) echo sigs.k8s.io/kwok/cmd/kwok ;;
    prometheus) echo github.com/prometheus/prometheus/cmd/prometheus ;;
    containerd | containerd-shim-runc-v2 | ctr) echo "github.com/containerd/containerd/v2/cmd/$1" ;;
    helm) echo helm.sh/helm/v4/cmd/helm ;;
    coredns | pause) echo . ;; # programs of our own
    *) echo "k8s.io/kubernetes/cmd/$1" ;;
  esac
}

# pinned_version MODULE: the version in the wrapper's go.mod, without the leading v.
pinned_version() {
  local path
  case $1 in
    kubernetes*) path=k8s.io/kubernetes ;;
    etcd) path=go.etcd.io/etcd/server/v3 ;;
    kwok) path=sigs.k8s.io/kwok ;;
    prometheus) path=github.com/prometheus/prometheus ;;
    containerd) path=github.com/containerd/containerd/v2 ;;
    coredns) path=github.com/coredns/coredns ;;
    helm) path=helm.sh/helm/v4 ;;
    pause) echo 1 && return ;;
  esac
  sed -nE "s#^(require)?[[:space:]]*$path v([0-9.]+).*#\\2#p" "$tools_source/$1/go.mod"
}

# build_flags MODULE: sets the array FLAGS.
build_flags() {
  local version stamp
  version=$(pinned_version "$1")
  FLAGS=(-trimpath -mod=readonly -buildvcs=false)
  case $1 in
    kubernetes*)
      # Without the stamp the server reports v0.0.0, and Helm's kubeVersion checks fail.
      stamp=k8s.io/component-base/version
      FLAGS+=(-ldflags "-s -w -X $stamp.gitVersion=v$version -X $stamp.gitMajor=${version%%.*}
        -X $stamp.gitMinor=$(cut -d. -f2 <<<"$version")")
      ;;
    prometheus)
      # Only files and pods are discovered; with the clouds' one compiler process takes 3.5 GB instead of 0.9.
      # The module v0.315.0 is the release 3.15.0, which is what clients must be told.
      stamp=github.com/prometheus/common/version.Version
      FLAGS+=('-tags=remove_all_sd,enable_kubernetes_sd' -ldflags "-s -w -X $stamp=$(sed -E 's/^0\.3/3./' <<<"$version")")
      ;;
    containerd)
      # Unstamped it reports "+unknown", and a node shows that as its runtime.
      stamp=github.com/containerd/containerd/v2/version.Version
      FLAGS+=('-tags=no_btrfs,no_zfs,no_devmapper' -ldflags "-s -w -X $stamp=v$version")
      ;;
    *) FLAGS+=(-ldflags "-s -w") ;;
  esac
}

# require_go: dies unless a Go that can build the tools is on the PATH. Sets GO_STAMP, what tells two toolchains apart.
require_go() {
  local way_out="install Go $needed_go or newer (https://go.dev/dl), or use an existing cluster (KUBECONFIG=<file> INFERNO_E2E_CLUSTER=existing)"
  command -v go >/dev/null || die "go is not installed, but builds the local cluster's binaries: $way_out"
  local have
  # Asked inside a wrapper module, so that a toolchain which Go fetches by itself counts.
  GO_STAMP=$(cd "$tools_source/etcd" && go env GOVERSION GOOS GOARCH)
  have=${GO_STAMP%%$'\n'*}
  have=${have#go}
  [[ $(printf '%s\n' "$needed_go" "$have" | sort -V | head -n 1) == "$needed_go" ]] ||
    die "go is version $have, but the local cluster's binaries need $needed_go: $way_out"
}

# tool_dir MODULE: the folder of its binaries, named by everything that can change them. Needs require_go.
tool_dir() {
  local hash
  build_flags "$1"
  hash=$({
    find "$tools_source/$1" -type f | LC_ALL=C sort | xargs -d "\n" cat
    echo "${FLAGS[*]} $GO_STAMP"
  } | sha256sum)
  echo "$cache_dir/tools/$1-${hash:0:16}"
}

# build_tool NAME: builds it unless the cache has it. Prints one line when it had to work.
build_tool() {
  local name=$1 module dir started build_pid
  module=$(tool_module "$name")
  dir=$(tool_dir "$module")
  [[ -x $dir/$name ]] && return
  mkdir -p "$dir"
  # One build at a time on the whole machine: two would need twice the memory and be no faster.
  exec 8>"$cache_dir/tools/.lock"
  flock 8
  if [[ ! -x $dir/$name ]]; then
    started=$SECONDS
    build_flags "$module"
    # In the background, because bash runs a trap (Ctrl-C) only when the foreground command has ended.
    (cd "$tools_source/$module" && CGO_ENABLED=0 GOFLAGS='' GOWORK=off exec nice -n 5 \
      go build "${FLAGS[@]}" -o "$dir/.$name.$$" "$(tool_package "$name")") 8>&- &
    build_pid=$!
    wait_for_build "$build_pid" "$dir/.$name.$$" || die "$name did not build: the compiler's words are above"
    mv "$dir/.$name.$$" "$dir/$name"
    say "$(printf 'built %-24s %-9s %4d s' "$name" "$(pinned_version "$module")" $((SECONDS - started)))"
  fi
  exec 8>&-
}

# find_helm: sets HELM to the pinned Helm unless it names one already.
find_helm() {
  [[ -z ${HELM:-} ]] || return 0
  require_go
  build_tool helm
  HELM=$(tool_dir helm)/helm
}

# wait_for_build PID FILE: leaves neither the compiler nor half a file behind when the script is told to stop.
wait_for_build() {
  # shellcheck disable=SC2064 # the values of now are meant
  trap "kill $1 2>/dev/null; rm -f '$2'; exit 130" INT TERM
  local code=0
  wait "$1" || code=$?
  trap - INT TERM
  return "$code"
}
