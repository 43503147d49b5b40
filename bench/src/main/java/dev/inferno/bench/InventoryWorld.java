package dev.inferno.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nodes and pods as an API server writes them, with all that real ones carry and nobody here reads: managed fields, annotations,
 * images, conditions, volumes, variables. About 12 KB a node and 6 KB a pod. Equal seeds make equal bytes.
 */
final class InventoryWorld {

    private static final int PAGE = 500;
    private static final String[] PRODUCTS = {"NVIDIA-H100-80GB-HBM3", "NVIDIA-A100-SXM4-80GB", "NVIDIA-L40S"};

    private final int nodes;
    private final int pods;
    private final long seed;

    InventoryWorld(int nodes, int pods, long seed) {
        this.nodes = nodes;
        this.pods = pods;
        this.seed = seed;
    }

    List<byte[]> nodePages() {
        return pages("NodeList", nodes, this::nodeAt);
    }

    List<byte[]> podPages() {
        return pages("PodList", pods, this::podAt);
    }

    String nodeAt(int index) {
        return node("node-" + index, index, index);
    }

    String podAt(int index) {
        return pod("pod-" + index, index, index);
    }

    /** One that was changed: another version, and for every other one another thing we read. */
    String nodeEvent(int number) {
        int index = number % nodes;
        return event("MODIFIED", node("node-" + index, index, number + nodes));
    }

    String podEvent(int number) {
        int index = number % pods;
        return event("MODIFIED", pod("pod-" + index, index, number + pods));
    }

    String lastNode(String name) {
        return event("ADDED", node(name, 0, 1 << 30));
    }

    String lastPod(String name) {
        return event("ADDED", pod(name, 0, 1 << 30));
    }

    private static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    private static List<byte[]> pages(String kind, int count, IntFunction<String> item) {
        List<byte[]> pages = new ArrayList<>();
        for (int from = 0; from == 0 || from < count; from += PAGE) {
            int to = Math.min(count, from + PAGE);
            String next = to < count ? ",\"continue\":\"" + (pages.size() + 1) + "\"" : "";
            String items = IntStream.range(from, to).mapToObj(item).collect(Collectors.joining(","));
            pages.add(("{\"kind\":\"" + kind + "\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1000\""
                            + next + "},\"items\":[" + items + "]}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return pages;
    }

    private String node(String name, int index, int version) {
        Random random = new Random(seed * 31 + index);
        String product = PRODUCTS[index % PRODUCTS.length];
        boolean unschedulable = version % 2 == 1 && version >= nodes;
        return """
                {"metadata":{"name":"%s","uid":"%s","resourceVersion":"%d","creationTimestamp":"2026-01-01T00:00:00Z",\
                "labels":{"kubernetes.io/hostname":"%s","topology.kubernetes.io/zone":"zone-%d","nvidia.com/gpu.product":"%s",\
                "nvidia.com/gpu.count":"8","nvidia.com/gpu.memory":"81559","kubernetes.io/arch":"amd64",%s},\
                "annotations":{%s},"managedFields":[%s]},\
                "spec":{"podCIDR":"10.1.0.0/24","providerID":"cloud:///zone/%s",%s"taints":[{"key":"nvidia.com/gpu","effect":"NoSchedule"}]},\
                "status":{"capacity":{%s},"allocatable":{%s},"conditions":[%s],"addresses":[{"type":"InternalIP","address":"10.0.0.1"}],\
                "daemonEndpoints":{"kubeletEndpoint":{"Port":10250}},"nodeInfo":{"machineID":"m","systemUUID":"u",\
                "bootID":"b","kernelVersion":"6.8.0-45-generic","osImage":"Ubuntu 24.04","containerRuntimeVersion":"containerd://2.0",\
                "kubeletVersion":"v1.36.0","kubeProxyVersion":"","operatingSystem":"linux","architecture":"amd64"},"images":[%s]}}""".formatted(
                name,
                uid(random),
                version,
                name,
                index % 3,
                product,
                many(30, i -> "\"feature.node.kubernetes.io/cpu-cpuid.F" + i + "\":\"true\""),
                many(8, i -> "\"node.alpha.kubernetes.io/note-" + i + "\":\"" + uid(random) + "\""),
                many(3, i -> managed("kubelet", 25)),
                name,
                unschedulable ? "\"unschedulable\":true," : "",
                amounts(),
                amounts(),
                many(5, i -> condition(i == 4 ? "Ready" : "Pressure" + i, i == 4 ? "True" : "False")),
                many(20, i -> image(random, i))).strip();
    }

    private static String amounts() {
        return "\"cpu\":\"95500m\",\"memory\":\"1056449164Ki\",\"ephemeral-storage\":\"1842412652Ki\",\"pods\":\"110\","
                + "\"hugepages-2Mi\":\"0\",\"nvidia.com/gpu\":\"8\"";
    }

    private String pod(String name, int index, int version) {
        Random random = new Random(seed * 37 + index);
        int app = index % Math.max(1, pods / 25);
        String hash = Integer.toHexString(app * 7919 + 0x5a5a5a5);
        return """
                {"metadata":{"name":"%s","generateName":"app-%d-%s-","namespace":"team-%d","uid":"%s","resourceVersion":"%d",\
                "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app.kubernetes.io/name":"app-%d","app.kubernetes.io/part-of":"suite",\
                "app.kubernetes.io/version":"1.2.3","pod-template-hash":"%s","track":"%s"},"annotations":{%s},\
                "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"app-%d-%s","uid":"%s","controller":true,\
                "blockOwnerDeletion":true}],"managedFields":[%s]},\
                "spec":{"volumes":[{"name":"api-access","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,\
                "path":"token"}}],"defaultMode":420}}],"containers":[{"name":"main","image":"registry.example/team/app:%d",\
                "args":["--port=8000"],"ports":[{"name":"http","containerPort":8000,"protocol":"TCP"}],"env":[%s],\
                "resources":{"limits":{"cpu":"4","memory":"16Gi"%s},"requests":{"cpu":"500m","memory":"2Gi"%s}},\
                "volumeMounts":[{"name":"api-access","readOnly":true,"mountPath":"/var/run/secrets"}],\
                "readinessProbe":{"httpGet":{"path":"/ready","port":8000,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10}},\
                {"name":"proxy","image":"registry.example/mesh/proxy:1","resources":{"requests":{"cpu":"100m","memory":"128Mi"}}}],\
                "restartPolicy":"Always","nodeName":"node-%d","serviceAccountName":"default","schedulerName":"default-scheduler",%s\
                "tolerations":[{"key":"nvidia.com/gpu","operator":"Exists"},{"key":"node.kubernetes.io/not-ready","operator":"Exists",\
                "effect":"NoExecute","tolerationSeconds":300}],"priority":0,"enableServiceLinks":true},\
                "status":{"phase":"Running","conditions":[%s],"hostIP":"10.0.0.1","podIP":"10.1.2.3","startTime":"2026-01-01T00:00:00Z",\
                "containerStatuses":[{"name":"main","state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}},"ready":true,\
                "restartCount":0,"image":"registry.example/team/app:%d","imageID":"sha256:%s","containerID":"containerd://%s"}],\
                "qosClass":"Burstable"}}""".formatted(
                name,
                app,
                hash,
                app % 200,
                uid(random),
                version,
                app,
                hash,
                version % 2 == 1 && version >= pods ? "green" : "blue",
                many(4, i -> "\"example.com/note-" + i + "\":\"" + uid(random) + "\""),
                app,
                hash,
                uid(random),
                many(2, i -> managed("controller", 18)),
                app,
                many(16, i -> "{\"name\":\"VARIABLE_" + i + "\",\"value\":\"" + uid(random) + "\"}"),
                app % 10 == 0 ? ",\"nvidia.com/gpu\":\"1\"" : "",
                app % 10 == 0 ? ",\"nvidia.com/gpu\":\"1\"" : "",
                index % Math.max(1, nodes),
                app % 20 == 0 ? antiAffinity(app) : "",
                many(5, i -> condition(i == 4 ? "Ready" : "Step" + i, "True")),
                app,
                uid(random),
                uid(random)).strip();
    }

    private static String antiAffinity(int app) {
        return "\"affinity\":{\"podAntiAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{\"labelSelector\":"
                + "{\"matchLabels\":{\"app.kubernetes.io/name\":\"app-" + app
                + "\"}},\"topologyKey\":\"kubernetes.io/hostname\"}]}},";
    }

    private static String condition(String type, String status) {
        return "{\"type\":\"" + type + "\",\"status\":\"" + status
                + "\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\","
                + "\"reason\":\"KubeletHasWhatItNeeds\",\"message\":\"kubelet says \\\"all is well\\\" about this\"}";
    }

    private static String managed(String manager, int fields) {
        return "{\"manager\":\"" + manager
                + "\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"time\":\"2026-01-01T00:00:00Z\","
                + "\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:status\":{"
                + many(fields, i -> "\"k:{\\\"type\\\":\\\"Field" + i + "\\\"}\":{\".\":{},\"f:status\":{}}") + "}}}";
    }

    private static String image(Random random, int index) {
        return "{\"names\":[\"registry.example/team/image-" + index + "@sha256:" + uid(random) + uid(random)
                + "\",\"registry.example/team/image-" + index + ":v1\"],\"sizeBytes\":" + random.nextInt(1 << 30) + "}";
    }

    private static String uid(Random random) {
        return "%08x-%04x-4000-8000-%012x"
                .formatted(random.nextInt(), random.nextInt(1 << 16), random.nextInt() & 0xffffffffL);
    }

    private static String many(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }
}
