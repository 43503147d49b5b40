package dev.inferno.snapshot;

import dev.inferno.topology.ResourceVector;

/**
 * Room that an administrator wants free after every plan, for whatever comes.
 *
 * @param product or accelerator key, or the extended resource of any product; its devices are kept
 * @param devices on one node each time
 * @param count of such groups
 * @param requests what must be free beside each group, such as cpu
 */
public record Reserve(String name, String product, int devices, int count, ResourceVector requests) {

    public Reserve of(String otherProduct) {
        return new Reserve(name, otherProduct, devices, count, requests);
    }
}
