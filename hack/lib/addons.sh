# shellcheck shell=bash
# What a cluster with real pods gets besides its node: images, DNS, the Service in front of Prometheus, fake GPUs.
# Sourced, never run.

# image_tar NAME PROGRAM FILE: an image of one static program, as `docker save` would write it.
image_tar() {
  local layer config work
  work=$(mktemp -d "$STATE/image.XXXXXX")
  tar --create --file "$work/layer.tar" --dereference --mode 0755 --owner 0 --group 0 --numeric-owner \
    --mtime @0 --directory "$(dirname "$2")" "$(basename "$2")"
  layer=$(sha256sum <"$work/layer.tar")
  config="{\"architecture\": \"$(go env GOARCH)\", \"os\": \"linux\", \"config\": {\"Entrypoint\": [\"/$(basename "$2")\"]},
    \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"sha256:${layer%% *}\"]}}"
  echo "$config" >"$work/config.json"
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$1\"], \"Layers\": [\"layer.tar\"]}]" >"$work/manifest.json"
  tar --create --file "$3" --directory "$work" config.json layer.tar manifest.json
  rm -r "$work"
}

# import_image FILE: an image archive, of Docker's or the OCI's layout, for the node's pods.
import_image() {
  local words
  # By a pipe: the node may not see the file.
  words=$(nsenter --target "$(pid_of node)" --mount --net "$STATE/bin/ctr" --namespace k8s.io images import - <"$1" 2>&1) ||
    die "the image archive $1 was not imported: $words"
}

# load_image FILE: for those who ask for it.
load_image() {
  need_cluster
  [[ -n $NETWORK ]] || die "cluster '$NAME' has no real node to load an image into: it was started without --pods"
  [[ -r $1 ]] || die "the image file '$1' cannot be read"
  alive containerd || die "containerd of cluster '$NAME' is not running: hack/cluster start containerd --name $NAME"
  import_image "$1"
}

load_own_images() {
  image_tar localhost/pause:1 "$STATE/bin/pause" "$STATE/pause.tar"
  image_tar "localhost/coredns:$(pinned_version coredns)" "$STATE/bin/coredns" "$STATE/coredns.tar"
  import_image "$STATE/pause.tar"
  import_image "$STATE/coredns.tar"
  rm "$STATE/pause.tar" "$STATE/coredns.tar"
}

apply_addons() {
  sed -s -e '1i ---' -e "s/@COREDNS_VERSION@/$(pinned_version coredns)/; s/@DNS_SERVICE@/$DNS_SERVICE/" \
    -e "s/@PROMETHEUS_PORT@/${PORT[prometheus]}/; s/@API_ADDRESS@/$API_ADDRESS/" "$hack"/pods/*.yaml |
    kubectl apply -f - >/dev/null
}

# add_real_gpus LIST: nvidia=4,amd=2 or none; a node of several vendors gets the labels and resources of each.
add_real_gpus() {
  local entry
  [[ $1 != none ]] || return 0
  for entry in ${1//,/ }; do
    add_gpus "$NAME-real" "${entry%%=*}" "$label_style" "${entry#*=}" '' '' kubectl >/dev/null
  done
}

# check_real_gpus LIST
check_real_gpus() {
  local entry seen=' '
  [[ $1 != none ]] || return 0
  [[ $1 =~ ^(nvidia|amd|intel)=[0-9]{1,2}(,(nvidia|amd|intel)=[0-9]{1,2})*$ ]] ||
    usage_error "--real-gpus is '$1', but must be 'none' or a list of vendors such as nvidia=4,amd=2,intel=1"
  for entry in ${1//,/ }; do
    whole_number "--real-gpus ${entry%%=*}" "${entry#*=}" 1 64
    [[ $seen != *" ${entry%%=*} "* ]] || usage_error "--real-gpus is '$1', but names ${entry%%=*} twice"
    seen+="${entry%%=*} "
  done
}
