package dev.inferno.optimizer;

import dev.inferno.snapshot.Engine;

/** An engine was asked for that this program was not given. */
public final class EngineMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineMissing(Engine engine) {
        super("engine " + engine + " is not in this program, which has " + Engine.FAST
                + "; take the image inferno-autoscaler/operator-" + engine + " (hack/image operator-" + engine
                + "), put inferno-" + engine + ".jar with its libraries on the class path, or ask for " + Engine.FAST);
    }
}
