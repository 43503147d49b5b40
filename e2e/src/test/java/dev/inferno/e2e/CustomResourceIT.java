package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Shell;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server's own judgement of the custom resource. */
@ExtendWith(WorldExtension.class)
final class CustomResourceIT {

    private final World world;

    CustomResourceIT(World world) {
        this.world = world;
    }

    @Test
    void acceptsBothGenerationsAndRefusesEveryInvalidOneWithItsPath() {
        Shell.Result result = world.script("hack/check-crd");

        assertEquals(0, result.exitCode(), result.out() + result.err());
    }

    @Test
    void explainsEveryField() {
        String explained = world.kubectl().run("explain", "va.spec", "--recursive");

        assertTrue(explained.contains("acceleratorPolicy"), explained);
        assertTrue(world.kubectl().run("explain", "va.spec.modelProfile").contains("accelerators"));
    }
}
