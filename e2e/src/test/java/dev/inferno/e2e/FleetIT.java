package dev.inferno.e2e;

import dev.inferno.e2e.FleetModel.Pool;
import dev.inferno.e2e.harness.CountedTraffic;
import dev.inferno.e2e.harness.Decisions;
import dev.inferno.e2e.harness.Operator;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A whole fleet on mixed nodes: {@value #VARIANTS} says how many VariantAutoscalings, with five nodes for two of them. Only what
 * the servers would count is made up, see {@link CountedTraffic}.
 */
@ExtendWith(WorldExtension.class)
final class FleetIT {

    private static final String VARIANTS = "INFERNO_FLEET_VARIANTS";
    private static final int SMALL = 40;

    private final World world;
    private final int variants = variants();
    private final int nodes = variants * 5 / 2;
    private final List<FleetModel> models = FleetModel.fleet(variants);
    private final Duration longest = Duration.ofSeconds(variants <= SMALL ? 90 : 300);

    FleetIT(World world) {
        this.world = world;
    }

    @Test
    void servesAFleetThroughShiftsOfLoadTheLossOfAPoolAndAShortage() {
        try (Scenario s = new Scenario(world, "fleet");
                CountedTraffic traffic = s.countedTraffic()) {
            s.nodes("mix", nodes, Pool.DEVICES_PER_NODE);
            classes(s);
            world.kubectl()
                    .create(models.stream()
                            .map(model -> model.manifest(s.namespace(), s.namespace()))
                            .collect(Collectors.joining()));
            try (Operator operator = world.startOperator(settings(s.namespace()))) {
                var fleet = new ServedFleet(
                        models, world.kubectl(), s.namespace(), traffic, new Decisions(operator), longest);
                fleet.isServed("steady load", this::steady);
                fleet.isServed("load shifts between models", this::shifted);
                fleet.isPlannedAnewWithout(Pool.NVIDIA, this::shifted);
                fleet.isGivenBack(Pool.NVIDIA);
                fleet.servesTheImportantFirst(this::tooMuch, this::room);
                fleet.doesNotFlap(this::tooMuch, 0.03);
                System.out.println(variants + " variants on " + nodes + " nodes: " + FleetFigures.of(operator.log()));
            }
        }
    }

    private static int variants() {
        String asked = System.getenv().getOrDefault(VARIANTS, Integer.toString(SMALL));
        if (!asked.matches("[1-9]\\d{0,3}") || Integer.parseInt(asked) % 20 != 0) {
            throw new AssertionError(VARIANTS + " is '" + asked + "', but must be a multiple of 20 such as 40 or 200");
        }
        return Integer.parseInt(asked);
    }

    /**
     * Samples of many pods may be late on a busy machine. Rates are taken over 10 s, so that a shift is soon seen whole; what
     * pods counted that are gone is lost for so long, hence the longer memory of what was needed, as by default.
     */
    private Map<String, String> settings(String instance) {
        return Map.of(
                "CONTROLLER_INSTANCE", instance,
                "GLOBAL_OPT_INTERVAL", variants <= SMALL ? "2s" : "10s",
                "INFERNO_METRICS_MIN_WINDOW", "10s",
                "INFERNO_SCALE_DOWN_STABILIZATION", "30s",
                "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD", "20s",
                "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD", "30s",
                "PROMETHEUS_METRICS_CACHE_UNAVAILABLE_THRESHOLD", "60s");
    }

    private void classes(Scenario s) {
        models.stream().collect(Collectors.groupingBy(FleetModel::priority)).forEach((priority, ofClass) -> {
            String name = "fleet-" + priority;
            String data = ofClass.stream()
                    .map(model -> "  - {model: " + model.name() + ", slo-itl: 24, slo-ttw: 500}\n")
                    .collect(Collectors.joining());
            s.configMapKey(
                    "service-classes-config",
                    name + ".yaml",
                    "name: " + name + "\npriority: " + priority + "\ndata:\n" + data);
        });
    }

    private int steady(FleetModel model) {
        return model.pools().size() + models.indexOf(model) / 4 % 3;
    }

    private int shifted(FleetModel model) {
        return model.pools().size() + (models.indexOf(model) / 4 + 1) % 3;
    }

    /** More than each pool has, also for those that may run in two. */
    private int tooMuch(FleetModel model) {
        return model.pools().size() > 1 ? 9 : model.pools().contains(Pool.NVIDIA) ? 12 : 6;
    }

    /** Replicas that fit into a pool; nodes are of each vendor in turn. */
    private int room(Pool pool) {
        int last = Pool.values().length - 1;
        return (nodes + last - pool.ordinal()) / Pool.values().length * pool.replicasPerNode();
    }
}
