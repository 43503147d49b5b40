/** Random small worlds in which kube-scheduler judges our plans, and an exact packer how much of them was planned. */
@NullMarked
package dev.inferno.e2e.worlds;

import org.jspecify.annotations.NullMarked;
