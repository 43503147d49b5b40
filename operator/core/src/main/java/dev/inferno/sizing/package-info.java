/** Counts of like servers: by formula, and by simulation where latency is promised. Pure; for one kind of server at a time. */
@NullMarked
package dev.inferno.sizing;

import org.jspecify.annotations.NullMarked;
