{{- define "inferno.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- /* The release's name, with the chart's name unless it already contains it. Short enough for all suffixes. */}}
{{- define "inferno.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 30 | trimSuffix "-" }}
{{- else if contains (include "inferno.name" .) .Release.Name }}
{{- .Release.Name | trunc 30 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "inferno.name" .) | trunc 30 | trimSuffix "-" }}
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
