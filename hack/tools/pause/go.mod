module inferno-autoscaler/hack/tools/pause

go 1.26.0
