package dev.inferno.optimizer;

import dev.inferno.snapshot.VariantKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least addition with which a model that lacks something could have one more replica.
 *
 * @param variant of the replica
 * @param accelerator it would run on
 * @param additions all that it takes, one or more
 * @param serves part of the model's demand that it would serve more
 * @param costPerHour of the replica
 */
public record Unblock(
        VariantKey variant, String accelerator, List<Addition> additions, double serves, double costPerHour) {

    public Unblock {
        additions = List.copyOf(additions);
    }

    /**
     * More of one thing.
     *
     * @param resource as in a refusal
     * @param where what must grow, such as {@code node n1} or {@code tenant budget team-a}
     * @param amount cost units per hour, or as a {@link dev.inferno.topology.ResourceVector} counts the resource
     */
    public record Addition(String resource, String where, double amount) {}

    /** What one more unit of what binds is worth, in parts of the model's demand; null where several things bind. */
    public @Nullable Double price() {
        return additions.size() == 1
                ? Double.valueOf(serves / additions.getFirst().amount())
                : null;
    }
}
