package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenMix;

/** Chooses the implementation of a law. */
final class QueueModels {

    private QueueModels() {}

    static QueueModel create(LatencyLaw law, TokenMix tokens, ServerLimits limits) {
        throw new InvalidParameters("law", 0, "one of legacy2025, prefill2025");
    }
}
