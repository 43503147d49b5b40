package dev.inferno.topology;

/** A taint of a node, as Kubernetes writes it; an absent value is the empty string. */
public record Taint(String key, String value, TaintEffect effect) {}
