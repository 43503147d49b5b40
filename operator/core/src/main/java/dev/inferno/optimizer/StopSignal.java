package dev.inferno.optimizer;

/** Wall-clock safety net, injected by the shell: asked between steps; true = return the best plan found so far. */
@FunctionalInterface
public interface StopSignal {

    StopSignal NEVER = step -> false;

    boolean stopAt(long step);
}
