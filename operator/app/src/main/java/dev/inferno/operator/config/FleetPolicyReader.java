package dev.inferno.operator.config;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.ServiceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policy tables {@code accelerator-unit-costs} and {@code service-classes-config}, and the thresholds of saturation
 * control. It remembers the last good
 * value of every entry, so that a typing error never takes a cost or a service level away from a running model. For one
 * thread.
 */
public final class FleetPolicyReader {

    private final LastGood<Accelerator> accelerators =
            new LastGood<>("accelerator-unit-costs", AcceleratorEntry::parse);
    private final LastGood<ServiceClass> classes = new LastGood<>("service-classes-config", ServiceClassFile::parse);
    private final SaturationTable saturation = new SaturationTable();

    /**
     * @param acceleratorCosts data of {@code accelerator-unit-costs}; null = there is no such ConfigMap
     * @param serviceClasses data of {@code service-classes-config}; null likewise, which is fine when VariantAutoscalings bring
     *     their own levels
     * @param saturationName name of the ConfigMap with the thresholds, for messages
     * @param saturationData its data; null likewise, then the originals' defaults hold
     * @param notices takes one line for each field without effect
     * @return the policy with the settings' problems and those of the tables
     */
    public FleetPolicy read(
            @Nullable Map<String, String> acceleratorCosts,
            @Nullable Map<String, String> serviceClasses,
            String saturationName,
            @Nullable Map<String, String> saturationData,
            LiveSettings settings,
            List<String> notices) {
        List<ConfigProblem> problems = new ArrayList<>(settings.problems());
        return new FleetPolicy(
                accelerators.read(acceleratorCosts, true, problems),
                classes.read(serviceClasses, false, problems),
                problems,
                settings.routing(),
                settings.scaleUpWindow(),
                settings.scaleDownWindow(),
                settings.calibration(),
                settings.simulation(),
                saturation.read(saturationName, saturationData, problems, notices),
                settings.observeOnly());
    }
}
