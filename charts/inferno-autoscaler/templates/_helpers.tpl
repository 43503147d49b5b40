{{- define "inferno.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- /* The release's name, with the chart's name unless it already contains it. 28 characters leave room for the longest suffix. */}}
{{- define "inferno.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 28 | trimSuffix "-" }}
{{- else if contains (include "inferno.name" .) .Release.Name }}
{{- .Release.Name | trunc 28 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "inferno.name" .) | trunc 28 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "inferno.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (printf "%s-controller-manager" (include "inferno.fullname" .)) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name is needed when serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- /* Cluster-wide objects carry the namespace, so that two installations do not share them. */}}
{{- define "inferno.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "inferno.fullname" .) }}
{{- end }}

{{- /* As the API server names whoever uses the service account's token. */}}
{{- define "inferno.username" -}}
{{- printf "system:serviceaccount:%s:%s" .Release.Namespace (include "inferno.serviceAccount" .) }}
{{- end }}

{{- define "inferno.configNamespace" -}}
{{- default .Release.Namespace .Values.configNamespace }}
{{- end }}

{{- define "inferno.selectorLabels" -}}
app.kubernetes.io/name: {{ include "inferno.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "inferno.labels" -}}
{{ include "inferno.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* As the original: 8443 when callers must show who they are, else 8080. */}}
{{- define "inferno.metricsPort" -}}
{{- default (ternary 8443 8080 .Values.metrics.secure) .Values.metrics.port }}
{{- end }}

{{- /* Whom roles are bound to. */}}
{{- define "inferno.subjects" -}}
- kind: ServiceAccount
  name: {{ include "inferno.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- define "inferno.image" -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}

{{- /* What the restricted Pod Security Standard asks of the pod, and below of the container. */}}
{{- define "inferno.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "inferno.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- /* Configuration that the operator and the commands share. */}}
{{- define "inferno.env" -}}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: LOG_LEVEL
  value: {{ .Values.logLevel | quote }}
{{- with .Values.configNamespace }}
- name: CONFIG_NAMESPACE
  value: {{ . | quote }}
{{- end }}
{{- with .Values.watchNamespaces }}
- name: WATCH_NAMESPACE
  value: {{ join "," . | quote }}
{{- end }}
{{- if ne .Values.inventory.mode "Cluster" }}
- name: INFERNO_INVENTORY_MODE
  value: {{ .Values.inventory.mode }}
{{- end }}
{{- with .Values.inventory.nodeSelector }}
- name: WVA_NODE_SELECTOR
  value: {{ . | quote }}
{{- end }}
{{- if .Values.placement.gates.enabled }}
- name: INFERNO_PLACEMENT_GATES
  value: "true"
- name: INFERNO_GATE_DEADLINE
  value: {{ .Values.placement.gates.deadline | quote }}
{{- end }}
{{- with .Values.controllerInstance }}
- name: CONTROLLER_INSTANCE
  value: {{ . | quote }}
{{- end }}
{{- if ne .Values.mode "Direct" }}
- name: INFERNO_MODE
  value: {{ .Values.mode }}
{{- end }}
{{- with .Values.prometheus.baseURL }}
- name: PROMETHEUS_BASE_URL
  value: {{ . | quote }}
{{- end }}
{{- if .Values.prometheus.tls.insecureSkipVerify }}
- name: PROMETHEUS_TLS_INSECURE_SKIP_VERIFY
  value: "true"
{{- end }}
{{- if .Values.prometheus.tls.caConfigMap }}
- name: PROMETHEUS_CA_CERT_PATH
  value: /etc/prometheus-ca/ca.crt
{{- end }}
{{- if .Values.prometheus.tls.clientCertSecret }}
- name: PROMETHEUS_CLIENT_CERT_PATH
  value: /etc/prometheus-client/tls.crt
- name: PROMETHEUS_CLIENT_KEY_PATH
  value: /etc/prometheus-client/tls.key
{{- end }}
{{- with .Values.prometheus.tls.serverName }}
- name: PROMETHEUS_SERVER_NAME
  value: {{ . | quote }}
{{- end }}
{{- if .Values.prometheus.tokenSecret }}
- name: PROMETHEUS_TOKEN_PATH
  value: /etc/prometheus-token/token
{{- end }}
{{- with .Values.javaOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "inferno.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.prometheus.tls.caConfigMap }}
- name: prometheus-ca
  mountPath: /etc/prometheus-ca
  readOnly: true
{{- end }}
{{- if .Values.prometheus.tls.clientCertSecret }}
- name: prometheus-client
  mountPath: /etc/prometheus-client
  readOnly: true
{{- end }}
{{- if .Values.prometheus.tokenSecret }}
- name: prometheus-token
  mountPath: /etc/prometheus-token
  readOnly: true
{{- end }}
{{- end }}

{{- define "inferno.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- with .Values.prometheus.tls.caConfigMap }}
- name: prometheus-ca
  configMap:
    name: {{ . }}
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- with .Values.prometheus.tls.clientCertSecret }}
- name: prometheus-client
  secret:
    secretName: {{ . }}
    items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]
{{- end }}
{{- with .Values.prometheus.tokenSecret }}
- name: prometheus-token
  secret:
    secretName: {{ . }}
    items: [{key: token, path: token}]
{{- end }}
{{- end }}

{{- define "inferno.scheduling" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- /* Pod of one command, for hooks: list of root, container name, arguments. Not the selector's labels: it is no replica. */}}
{{- define "inferno.commandPod" -}}
{{- $root := index . 0 }}
{{- with $root }}
restartPolicy: Never
serviceAccountName: {{ include "inferno.serviceAccount" . }}
securityContext:
  {{- include "inferno.podSecurityContext" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: {{ index $ 1 }}
    image: {{ include "inferno.image" . | quote }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    args: {{ index $ 2 | toJson }}
    env:
      {{- include "inferno.env" . | nindent 6 }}
    securityContext:
      {{- include "inferno.containerSecurityContext" . | nindent 6 }}
    resources:
      {{- toYaml .Values.resources | nindent 6 }}
    volumeMounts:
      {{- include "inferno.mounts" . | nindent 6 }}
volumes:
  {{- include "inferno.volumes" . | nindent 2 }}
{{ include "inferno.scheduling" . }}
{{- end }}
{{- end }}
