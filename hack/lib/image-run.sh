# shellcheck shell=bash
# Looks into an image and runs it without a container engine; running needs root. Sourced, never run.

# tar_of FOLDER PROGRAM
tar_of() { echo "$1/inferno-autoscaler-$2.tar"; }

# unpack TAR ROOT: its files to the folder ROOT; its configuration and manifest beside it, as ROOT.json, ROOT.manifest.
unpack() {
  local layer
  mkdir -p "$2"
  tar -xOf "$1" config.json >"$2.json"
  tar -xOf "$1" manifest.json >"$2.manifest"
  while IFS= read -r layer; do
    # Jib's tars have headers of their own that GNU tar warns of.
    tar -xOf "$1" "$layer" | tar -xz --warning=no-unknown-keyword -C "$2"
  done < <(grep -oE '[0-9a-f]+\.tar\.gz' "$2.manifest")
  # A container runtime makes these.
  mkdir -p "$2/proc" "$2/dev"
}

# inside ROOT ARGUMENT...: Java as the cluster starts it, under the chart's security context. NAME=VALUE in run_environment
# are its variables. It replaces the shell that calls it, so that the process of a background job is the program itself:
# only for subshells.
run_environment=()
inside() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  exec env -i HOME=/tmp MALLOC_ARENA_MAX=2 "${run_environment[@]}" "$(command -v unshare)" --mount "$BASH" -euc '
    PATH=$1 && root=$2 && shift 2
    mount --bind "$root" "$root" && mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev"
    mount -t tmpfs -o size=64m tmpfs "$root/tmp" && chmod 1777 "$root/tmp" && mount -o remount,ro,bind "$root"
    exec chroot --userspec=65532:65532 "$root" /jre/bin/java "$@"' inside "$PATH" "$@"
}
