package dev.inferno.cycle;

import dev.inferno.decision.Action;
import java.util.List;

/** Port: carries actions out, one result per action in the same order; one failure never stops the others. */
@FunctionalInterface
public interface Actuator {

    List<ActionResult> execute(List<Action> actions);
}
