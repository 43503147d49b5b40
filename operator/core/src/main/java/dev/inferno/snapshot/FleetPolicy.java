package dev.inferno.snapshot;

import dev.inferno.serving.Routing;
import java.time.Duration;
import java.util.List;

/**
 * What the platform team configured for all variants.
 *
 * @param scaleUpWindow default of {@code behavior.scaleUp.stabilizationWindowSeconds}
 * @param scaleDownWindow default of {@code behavior.scaleDown.stabilizationWindowSeconds}
 * @param calibration servers of the iteration law are measured, and sized by what was learned
 * @param simulation counts under a latency limit are settled by simulation after a cycle
 * @param paused installation-wide switch: observe and report only
 */
public record FleetPolicy(
        List<Accelerator> accelerators,
        List<ServiceClass> classes,
        List<ConfigProblem> problems,
        Routing routing,
        Duration scaleUpWindow,
        Duration scaleDownWindow,
        boolean calibration,
        boolean simulation,
        boolean paused) {

    public FleetPolicy {
        accelerators = List.copyOf(accelerators);
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
    }
}
