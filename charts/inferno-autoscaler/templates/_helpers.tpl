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
{{- default (include "inferno.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name is needed when serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- /* Cluster-wide objects carry the namespace, so that two installations do not share them. */}}
{{- define "inferno.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "inferno.fullname" .) }}
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
