/**
 * Batching-server mathematics: one server as a birth-death chain whose service rate grows with the batch; operating point at
 * a rate and the largest rate within a service level. Milliseconds and requests/ms inside, requests/s at the seam.
 */
@NullMarked
package dev.inferno.queueing;

import org.jspecify.annotations.NullMarked;
