package dev.inferno.operator.observe;

import io.helidon.metrics.api.BuiltInMeterNameFormat;
import io.helidon.metrics.api.GcTimeType;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;

/** The one meter registry of this JVM; Helidon's {@code /metrics} endpoint shows no other. */
final class Registry {

    static final MetricsConfig CONFIG = MetricsConfig.builder()
            .builtInMeterNameFormat(BuiltInMeterNameFormat.SNAKE)
            .gcTimeType(GcTimeType.GAUGE)
            .build();

    private static final MeterRegistry GLOBAL = MetricsFactory.getInstance().globalRegistry(CONFIG);

    private Registry() {}

    static MeterRegistry global() {
        return GLOBAL;
    }
}
