package dev.inferno.operator.kube;

import dev.inferno.topology.HostPort;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LabelSelector;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.SpreadConstraint;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1PodAffinityTerm;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks of the pods around it.
 *
 * <p>Labels of namespaces are not read: a {@code namespaceSelector} that asks for more than their names counts no namespace
 * for affinity and every one it might mean for anti-affinity, so that a plan is rather too careful.
 *
 * @param namespace the pod's own
 * @param labels the pod's own
 */
record PodRules(V1PodSpec spec, String namespace, Map<String, String> labels) {

    List<PodAffinityTerm> affinity() {
        var affinity = spec.getAffinity() == null ? null : spec.getAffinity().getPodAffinity();
        return affinity == null
                ? List.of()
                : Lists.orEmpty(affinity.getRequiredDuringSchedulingIgnoredDuringExecution()).stream()
                        .map(term -> term(term, true))
                        .toList();
    }

    List<PodAffinityTerm> antiAffinity() {
        var affinity = spec.getAffinity() == null ? null : spec.getAffinity().getPodAntiAffinity();
        return affinity == null
                ? List.of()
                : Lists.orEmpty(affinity.getRequiredDuringSchedulingIgnoredDuringExecution()).stream()
                        .map(term -> term(term, false))
                        .toList();
    }

    List<SpreadConstraint> spread() {
        return Lists.orEmpty(spec.getTopologySpreadConstraints()).stream()
                .filter(constraint -> "DoNotSchedule".equals(constraint.getWhenUnsatisfiable()))
                .map(this::spread)
                .toList();
    }

    /** Of containers and sidecars; with the network of the host every port is one of the host. */
    List<HostPort> hostPorts() {
        Stream<V1Container> sidecars = Lists.orEmpty(spec.getInitContainers()).stream()
                .filter(init -> "Always".equals(init.getRestartPolicy()));
        boolean hostNetwork = Boolean.TRUE.equals(spec.getHostNetwork());
        return Stream.concat(spec.getContainers().stream(), sidecars)
                .flatMap(container -> Lists.orEmpty(container.getPorts()).stream())
                .flatMap(port -> Stream.ofNullable(hostPort(port, hostNetwork)))
                .toList();
    }

    private static @Nullable HostPort hostPort(V1ContainerPort port, boolean hostNetwork) {
        Integer number = port.getHostPort() == null && hostNetwork ? port.getContainerPort() : port.getHostPort();
        if (number == null || number <= 0) {
            return null;
        }
        String ip = Lists.orEmpty(port.getHostIP());
        String protocol = Lists.orEmpty(port.getProtocol());
        return new HostPort(ip.isEmpty() ? HostPort.ANY_ADDRESS : ip, protocol.isEmpty() ? "TCP" : protocol, number);
    }

    private SpreadConstraint spread(V1TopologySpreadConstraint constraint) {
        LabelSelector selector = selector(constraint.getLabelSelector());
        return new SpreadConstraint(
                constraint.getTopologyKey(),
                constraint.getMaxSkew(),
                constraint.getMinDomains() == null ? 1 : constraint.getMinDomains(),
                selector == null ? null : selector.like(labels, Lists.orEmpty(constraint.getMatchLabelKeys())),
                !"Ignore".equals(constraint.getNodeAffinityPolicy()),
                "Honor".equals(constraint.getNodeTaintsPolicy()));
    }

    private PodAffinityTerm term(V1PodAffinityTerm term, boolean narrow) {
        LabelSelector pods = selector(term.getLabelSelector());
        LabelSelector spaces = selector(term.getNamespaceSelector());
        List<String> named = Lists.orEmpty(term.getNamespaces());
        return new PodAffinityTerm(
                pods == null
                        ? null
                        : pods.like(labels, Lists.orEmpty(term.getMatchLabelKeys()))
                                .unlike(labels, Lists.orEmpty(term.getMismatchLabelKeys())),
                named.isEmpty() && spaces == null ? List.of(namespace) : named,
                spaces == null ? null : byName(spaces, narrow),
                term.getTopologyKey());
    }

    private static @Nullable LabelSelector byName(LabelSelector spaces, boolean narrow) {
        List<LabelRequirement> known = spaces.requirements().stream()
                .filter(requirement -> requirement.key().equals(PodAffinityTerm.NAMESPACE_NAME))
                .toList();
        return narrow && known.size() < spaces.requirements().size() ? null : new LabelSelector(known);
    }

    private static @Nullable LabelSelector selector(@Nullable V1LabelSelector selector) {
        if (selector == null) {
            return null;
        }
        List<LabelRequirement> requirements = new ArrayList<>();
        Lists.orEmpty(selector.getMatchLabels())
                .forEach((key, value) ->
                        requirements.add(new LabelRequirement(key, LabelRequirement.Operator.IN, List.of(value))));
        Lists.orEmpty(selector.getMatchExpressions())
                .forEach(e -> requirements.add(new LabelRequirement(
                        e.getKey(), PodShapes.operator(e.getOperator()), Lists.orEmpty(e.getValues()))));
        return new LabelSelector(requirements);
    }
}
