# shellcheck shell=bash
# shellcheck disable=SC2034 # no script uses all of it
# Messages and paths shared by the scripts of this folder. Sourced, never run.

# Where binaries are kept: outside the checkout, so that `git clean` and a second checkout do not rebuild them.
cache_dir=${INFERNO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/inferno-autoscaler}
# Where running clusters keep their files.
state_root=${INFERNO_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/inferno-autoscaler}

# Components run with these paths, whatever folder they are in.
[[ $cache_dir == /* ]] || cache_dir=$PWD/$cache_dir
[[ $state_root == /* ]] || state_root=$PWD/$state_root

say() { printf '%s\n' "$*" >&2; }

# The work failed: exit code 1.
die() {
  say "error: $*"
  exit 1
}

# The command line is wrong: exit code 2, so that callers can tell the two apart.
usage_error() {
  say "error: $*"
  exit 2
}

# need_command NAME WHY
need_command() {
  command -v "$1" >/dev/null || die "'$1' is not installed, it is needed to $2: install it, or use an existing" \
    "cluster (KUBECONFIG=<file> INFERNO_E2E_CLUSTER=existing)"
}

# whole_number FLAG VALUE MIN MAX
whole_number() {
  if ! [[ $2 =~ ^[0-9]{1,9}$ ]] || ((10#$2 < $3 || 10#$2 > $4)); then
    usage_error "$1 is '$2', but must be a whole number from $3 to $4"
  fi
}

# one_of FLAG VALUE ALLOWED...
one_of() {
  local flag=$1 value=$2 allowed
  shift 2
  for allowed in "$@"; do
    [[ $value == "$allowed" ]] && return
  done
  usage_error "$flag is '$value', but must be one of: $*"
}

# flag_value FLAG COUNT: refuses a flag that is the last word of the command line.
flag_value() { (($2 >= 2)) || usage_error "$1 needs a value"; }
