package dev.inferno.topology.placement;

import dev.inferno.topology.HostPort;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LabelSelector;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.SpreadConstraint;
import dev.inferno.topology.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A placement request for tests, written in the order people say it. */
final class Requests {

    static final String GPU = "nvidia.com/gpu";

    private final TreeMap<String, Long> requests = new TreeMap<>();
    private final TreeMap<String, String> selector = new TreeMap<>();
    private final TreeMap<String, String> labels = new TreeMap<>();
    private final List<PodAffinityTerm> near = new ArrayList<>();
    private final List<PodAffinityTerm> apart = new ArrayList<>();
    private final List<SpreadConstraint> spread = new ArrayList<>();
    private final List<HostPort> ports = new ArrayList<>();
    private @Nullable List<NodeSelectorTerm> terms;
    private final List<Toleration> tolerations = new ArrayList<>();
    private final TreeMap<String, Integer> current = new TreeMap<>();
    private @Nullable String product;
    private String id = "ns/va";
    private final int replicas;

    private Requests(int replicas) {
        this.replicas = replicas;
    }

    static Requests replicas(int replicas) {
        return new Requests(replicas);
    }

    Requests id(String name) {
        id = name;
        return this;
    }

    Requests each(String resource, String quantity) {
        requests.put(resource, Quantities.parse(resource, quantity));
        return this;
    }

    Requests product(String name) {
        product = name;
        return this;
    }

    Requests select(String key, String value) {
        selector.put(key, value);
        return this;
    }

    Requests orTerm(LabelRequirement... expressions) {
        return orTerm(new NodeSelectorTerm(List.of(expressions), List.of()));
    }

    Requests orTerm(NodeSelectorTerm term) {
        var all = new ArrayList<>(terms == null ? List.<NodeSelectorTerm>of() : terms);
        all.add(term);
        terms = all;
        return this;
    }

    Requests noTerms() {
        terms = List.of();
        return this;
    }

    Requests tolerates(Toleration toleration) {
        tolerations.add(toleration);
        return this;
    }

    Requests label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /** Required affinity to pods with the label, in one namespace. */
    Requests near(String key, String value, String topologyKey) {
        near.add(term(key, value, topologyKey));
        return this;
    }

    Requests apartFrom(String key, String value, String topologyKey) {
        apart.add(term(key, value, topologyKey));
        return this;
    }

    /** Over pods with the label. */
    Requests spread(String key, String value, String topologyKey, int maxSkew) {
        return spread(new SpreadConstraint(topologyKey, maxSkew, 1, pods(key, value), true, false));
    }

    Requests spread(SpreadConstraint constraint) {
        spread.add(constraint);
        return this;
    }

    Requests port(int port) {
        ports.add(new HostPort(HostPort.ANY_ADDRESS, "TCP", port));
        return this;
    }

    static LabelSelector pods(String key, String value) {
        return new LabelSelector(List.of(new LabelRequirement(key, LabelRequirement.Operator.IN, List.of(value))));
    }

    static PodAffinityTerm term(String key, String value, String topologyKey) {
        return new PodAffinityTerm(pods(key, value), List.of("ns"), null, topologyKey);
    }

    Requests running(String node, int count) {
        current.put(node, count);
        return this;
    }

    PlacementRequest request() {
        var shape = new PodShape(
                ResourceVector.of(requests), labels, selector, terms, tolerations, near, apart, spread, ports);
        return new PlacementRequest(id, shape, product, replicas, current);
    }

    static PodFacts pod(String name, String node, Map<String, Long> requests) {
        return new PodFacts("ns", name, null, node, true, false, ResourceVector.of(requests));
    }

    /** A pod with a label and nothing else. */
    static PodFacts labelled(String name, String node, String key, String value) {
        return standing(name, node, Map.of(key, value), List.of(), List.of());
    }

    static PodFacts standing(
            String name, String node, Map<String, String> labels, List<PodAffinityTerm> apart, List<HostPort> ports) {
        return new PodFacts(
                "ns", name, null, node, true, false, ResourceVector.NONE, new TreeMap<>(labels), apart, ports);
    }

    static SortedMap<String, Integer> counts(Map<String, Integer> byNode) {
        return new TreeMap<>(byNode);
    }
}
