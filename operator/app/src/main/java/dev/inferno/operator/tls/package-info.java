/**
 * Keys and certificates: what a server of ours shows, and whom a client of ours trusts. Knows no protocol above TLS.
 */
@NullMarked
package dev.inferno.operator.tls;

import org.jspecify.annotations.NullMarked;
