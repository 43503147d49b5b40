package dev.inferno.documents;

import dev.inferno.documents.PlanningCase.Affinity;
import dev.inferno.documents.PlanningCase.Expression;
import dev.inferno.documents.PlanningCase.PodTerm;
import dev.inferno.documents.PlanningCase.Selector;
import dev.inferno.documents.PlanningCase.Spread;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LabelSelector;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.SpreadConstraint;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of a planning case asks of the pods around it.
 *
 * @param path of the pod in the document
 * @param namespace its own
 * @param labels its own
 */
record CasePodRules(String path, String namespace, SortedMap<String, String> labels) {

    private static final Map<String, LabelRequirement.Operator> OPERATORS = Map.of(
            "In", LabelRequirement.Operator.IN,
            "NotIn", LabelRequirement.Operator.NOT_IN,
            "Exists", LabelRequirement.Operator.EXISTS,
            "DoesNotExist", LabelRequirement.Operator.DOES_NOT_EXIST,
            "Gt", LabelRequirement.Operator.GT,
            "Lt", LabelRequirement.Operator.LT);
    private static final Map<String, Boolean> WHEN = Map.of("DoNotSchedule", true, "ScheduleAnyway", false);
    private static final Map<String, Boolean> POLICIES = Map.of("Honor", true, "Ignore", false);

    List<PodAffinityTerm> affinity(@Nullable Affinity affinity) {
        return affinity == null ? List.of() : terms(path + ".affinity.podAffinity", affinity.podAffinity());
    }

    List<PodAffinityTerm> antiAffinity(@Nullable Affinity affinity) {
        return affinity == null ? List.of() : terms(path + ".affinity.podAntiAffinity", affinity.podAntiAffinity());
    }

    List<SpreadConstraint> spread(List<Spread> constraints) {
        String where = path + ".topologySpreadConstraints";
        return constraints.stream()
                .filter(constraint ->
                        CaseNodes.oneOf(where + ".whenUnsatisfiable", constraint.whenUnsatisfiable(), WHEN))
                .map(constraint -> spread(where, constraint))
                .toList();
    }

    static List<LabelRequirement> requirements(String path, List<Expression> expressions) {
        return expressions.stream()
                .map(e -> new LabelRequirement(
                        e.key(), CaseNodes.oneOf(path + ".operator", e.operator(), OPERATORS), e.values()))
                .toList();
    }

    private SpreadConstraint spread(String where, Spread constraint) {
        int minDomains = constraint.minDomains() == null ? 1 : constraint.minDomains();
        if (constraint.maxSkew() < 1 || minDomains < 1) {
            throw new BadDocument(where + ": maxSkew (" + constraint.maxSkew() + ") and minDomains (" + minDomains
                    + ") must be 1 or more");
        }
        LabelSelector selector = selector(where + ".labelSelector", constraint.labelSelector());
        return new SpreadConstraint(
                constraint.topologyKey(),
                constraint.maxSkew(),
                minDomains,
                selector == null ? null : selector.like(labels, constraint.matchLabelKeys()),
                policy(where + ".nodeAffinityPolicy", constraint.nodeAffinityPolicy(), "Honor"),
                policy(where + ".nodeTaintsPolicy", constraint.nodeTaintsPolicy(), "Ignore"));
    }

    private static boolean policy(String where, @Nullable String given, String absent) {
        return CaseNodes.oneOf(where, given == null ? absent : given, POLICIES);
    }

    private List<PodAffinityTerm> terms(String where, PlanningCase.@Nullable PodAffinity affinity) {
        return affinity == null
                ? List.of()
                : affinity.requiredDuringSchedulingIgnoredDuringExecution().stream()
                        .map(term -> term(where, term))
                        .toList();
    }

    private PodAffinityTerm term(String where, PodTerm term) {
        LabelSelector pods = selector(where + ".labelSelector", term.labelSelector());
        LabelSelector spaces = selector(where + ".namespaceSelector", term.namespaceSelector());
        if (spaces != null
                && !spaces.requirements().stream().allMatch(r -> r.key().equals(PodAffinityTerm.NAMESPACE_NAME))) {
            throw new BadDocument(where + ".namespaceSelector may only ask for " + PodAffinityTerm.NAMESPACE_NAME
                    + ": a planning case has no other labels of namespaces");
        }
        boolean ownOnly = term.namespaces().isEmpty() && spaces == null;
        return new PodAffinityTerm(
                pods == null ? null : pods.like(labels, term.matchLabelKeys()).unlike(labels, term.mismatchLabelKeys()),
                ownOnly ? List.of(namespace) : term.namespaces(),
                spaces,
                term.topologyKey());
    }

    private static @Nullable LabelSelector selector(String where, @Nullable Selector selector) {
        if (selector == null) {
            return null;
        }
        Stream<LabelRequirement> labels = selector.matchLabels().entrySet().stream()
                .map(label ->
                        new LabelRequirement(label.getKey(), LabelRequirement.Operator.IN, List.of(label.getValue())));
        return new LabelSelector(Stream.concat(labels, requirements(where, selector.matchExpressions()).stream())
                .toList());
    }
}
