package dev.inferno.topology;

/** What joins the devices of one island. */
public enum LinkKind {
    /** Every device reaches every other at full speed through a switch; which devices are chosen does not matter. */
    SWITCH,
    /** Every pair has its own link; a group of k uses k-1 of them per device. */
    MESH,
    /** Pairs joined by a bridge that may not be fitted and that no driver publishes: counted as PCIe. */
    BRIDGE,
    /** Only the host's PCIe. */
    PCIE
}
