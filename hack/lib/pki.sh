# shellcheck shell=bash
# Keys and certificates of one local cluster, and the kubeconfigs made of them. Sourced, never run.

# Backdating is not needed and openssl 1.1 cannot do it; ten years outlive every local cluster.
pki_days=3650

# make_ca NAME: PKI/NAME.crt and .key
make_ca() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$pki_days" \
    -keyout "$STATE/pki/$1.key" -out "$STATE/pki/$1.crt" -subj "/CN=$1" 2>>"$STATE/logs/openssl.log"
}

# make_certificate CA NAME SUBJECT USAGE [SANS]
make_certificate() {
  local ca=$STATE/pki/$1 file=$STATE/pki/$2 extensions
  extensions=$(printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=%s\n' "$4")
  [[ -z ${5:-} ]] || extensions+=$'\n'"subjectAltName=$5"
  {
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$file.key" -out "$file.csr" -subj "$3"
    openssl x509 -req -in "$file.csr" -CA "$ca.crt" -CAkey "$ca.key" -CAcreateserial -days "$pki_days" \
      -out "$file.crt" -extfile <(echo "$extensions")
  } 2>>"$STATE/logs/openssl.log"
  rm "$file.csr"
}

# make_kubeconfig NAME: STATE/NAME.kubeconfig for the client certificate NAME.
make_kubeconfig() {
  cat >"$STATE/$1.kubeconfig" <<CONFIG
apiVersion: v1
kind: Config
clusters:
- name: $NAME
  cluster: {server: "https://$API_ADDRESS:${PORT[kube-apiserver]}", certificate-authority: "$STATE/pki/ca.crt"}
users:
- name: $1
  user: {client-certificate: "$STATE/pki/$1.crt", client-key: "$STATE/pki/$1.key"}
contexts:
- name: $NAME
  context: {cluster: $NAME, user: $1}
current-context: $NAME
CONFIG
}

make_pki() {
  local names=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1
  local user
  names+=,IP:$API_ADDRESS,IP:$API_SERVICE
  umask 077
  make_ca ca
  make_certificate ca apiserver /CN=kube-apiserver serverAuth "$names"
  make_certificate ca admin /O=system:masters/CN=admin clientAuth
  make_certificate ca kube-controller-manager /CN=system:kube-controller-manager clientAuth
  make_certificate ca kube-scheduler /CN=system:kube-scheduler clientAuth
  # A second authority: a front proxy's word about the user must not be had with a certificate of the first.
  make_ca front-proxy-ca
  make_certificate front-proxy-ca front-proxy-client /CN=front-proxy-client clientAuth
  openssl ecparam -name prime256v1 -genkey -noout -out "$STATE/pki/sa.key" 2>>"$STATE/logs/openssl.log"
  openssl ec -in "$STATE/pki/sa.key" -pubout -out "$STATE/pki/sa.pub" 2>>"$STATE/logs/openssl.log"
  for user in admin kube-controller-manager kube-scheduler; do
    make_kubeconfig "$user"
  done
  [[ -n $NETWORK ]] || return 0
  make_certificate ca kube-apiserver-kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client clientAuth
  make_certificate ca kubelet "/O=system:nodes/CN=system:node:$NAME-real" clientAuth
  make_certificate ca kube-proxy /CN=system:kube-proxy clientAuth
  make_kubeconfig kubelet
  make_kubeconfig kube-proxy
}
