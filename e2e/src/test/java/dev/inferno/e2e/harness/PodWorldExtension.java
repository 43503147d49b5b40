package dev.inferno.e2e.harness;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every scenario class the one {@link PodWorld} of the run; skips them, with the reason, where pods cannot run. */
public final class PodWorldExtension implements ExecutionCondition, ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(PodWorldExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if ("existing".equals(System.getenv(Cluster.KIND))) {
            return ConditionEvaluationResult.disabled("images are given to a cluster of this machine only");
        }
        Optional<String> why = LocalCluster.lacksPods();
        why.ifPresent(reason -> System.err.println("skipped: real pods cannot run here: " + reason));
        return why.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("real pods can run"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PodWorld.class;
    }

    @Override
    public PodWorld resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(PodWorld.class, key -> PodWorld.start(), PodWorld.class);
    }
}
