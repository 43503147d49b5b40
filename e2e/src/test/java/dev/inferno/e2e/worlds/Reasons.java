package dev.inferno.e2e.worlds;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a pod finds no node, as classes with the number of nodes: what the operator says beside what the scheduler says. */
final class Reasons {

    /** A class of reasons: how we tell it, how kube-scheduler does. */
    private record Kind(String name, Pattern ours, Pattern theirs) {

        static Kind of(String name, String ours, String theirs) {
            return new Kind(
                    name, Pattern.compile("(\\d+) nodes? " + ours), Pattern.compile("(\\d+) node\\(s\\) " + theirs));
        }
    }

    private static final List<Kind> KINDS = List.of(
            Kind.of("cordoned", "(?:is|are) cordoned", "were unschedulable"),
            Kind.of("taint", "(?:has|have) a taint", "had untolerated taint"),
            Kind.of("selector", "(?:does|do) not match its selector", "didn't match Pod's node affinity/selector"),
            Kind.of("port", "(?:has its|have its|have their) host port", "didn't have free ports"),
            Kind.of("spread", "would break its topology spread", "didn't match pod topology spread constraints"),
            Kind.of("affinity", "(?:is|are) without the pods its affinity", "didn't match pod affinity rules"),
            Kind.of("own anti-affinity", "(?:is|are) closed by its own", "didn't match pod anti-affinity rules"),
            Kind.of(
                    "others' anti-affinity",
                    "(?:is|are) closed by other",
                    "didn't satisfy existing pods anti-affinity"));

    private static final Pattern NEEDS = Pattern.compile("needs? (?:room for 1 (pod)|\\S+ (\\S+))");

    private Reasons() {}

    /** What the two sentences do not agree on; empty when they agree. */
    static List<String> disagreements(String ours, String theirs) {
        // What follows is about preemption.
        String filters = theirs.split("\\. ", 2)[0];
        List<String> found = new ArrayList<>();
        for (Kind kind : KINDS) {
            int here = sum(kind.ours(), ours);
            int there = sum(kind.theirs(), filters);
            if (here != there) {
                found.add(kind.name() + ": " + here + " nodes here, " + there + " there");
            }
        }
        Matcher needs = NEEDS.matcher(ours.split(";", 2)[0]);
        if (needs.find()) {
            String lacking = needs.group(1) != null ? "Too many pods" : "Insufficient " + needs.group(2);
            if (!filters.contains(lacking)) {
                found.add("'" + lacking + "' is not among the scheduler's reasons");
            }
        } else if (filters.contains("Insufficient ") || filters.contains("Too many pods")) {
            found.add("the scheduler lacks a resource");
        }
        return found;
    }

    /** The classes a sentence of the scheduler names. */
    static List<String> classes(String theirs) {
        String filters = theirs.split("\\. ", 2)[0];
        List<String> found = new ArrayList<>();
        KINDS.stream().filter(kind -> sum(kind.theirs(), filters) > 0).forEach(kind -> found.add(kind.name()));
        if (filters.contains("Insufficient ")) {
            found.add("resource");
        }
        if (filters.contains("Too many pods")) {
            found.add("pods");
        }
        return found;
    }

    private static int sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }
}
