package dev.inferno.cycle;

import dev.inferno.decision.Action;

/** What became of one action. */
public sealed interface ActionResult {

    Action action();

    /** Carried out, or nothing had to be. */
    record Done(Action action) implements ActionResult {}

    /** Not carried out because the world moved since the snapshot, or this replica no longer leads. */
    record Refused(Action action, String message) implements ActionResult {}

    /** The API server said no, or did not answer. */
    record Failed(Action action, String message) implements ActionResult {}
}
