package dev.inferno.cycle;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.sizing.FleetCapacity;
import dev.inferno.sizing.Settled;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.VariantMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settles by simulation what the cycle decided by formula, when it is done and reported; the next one finds it in its
 * memory.
 *
 * <p>Problem: the formula is off by a few per cent, a simulation takes half a second, a cycle must decide in far less.
 * Method: after each report the options whose demand, servers or limits are not those of the last simulation are simulated,
 * the never simulated first, until the time is used up; what is left waits for the next cycle. Source: {@link Settled}.
 * Complexity: one simulation is never cut short, so at most its time more than {@value #SECONDS} s. Thread-safety: that
 * of a cycle.
 */
public final class Settling implements ReportSink {

    /** A cycle that comes early must not have to wait for long. */
    private static final double SECONDS = 2;

    private final MemoryStore memory;
    private final StageClock clock;

    public Settling(MemoryStore memory, StageClock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    /** Options that nobody has simulated under their present demand. */
    private record Open(
            String variant,
            String accelerator,
            FleetCapacity servers,
            double perSecond,
            @Nullable Settled before) {

        boolean isNew() {
            return before == null;
        }
    }

    @Override
    public void publish(CycleReport report) {
        if (!report.seen().policy().simulation()) {
            return;
        }
        double end = clock.seconds() + SECONDS;
        SortedMap<String, VariantMemory> variants =
                new TreeMap<>(report.decision().memory().variants());
        boolean changed = false;
        for (Open open : open(report.groups(), report.decision().memory())) {
            if (clock.seconds() >= end) {
                break;
            }
            Settled found = Settled.by(open.accelerator(), open.servers(), open.perSecond());
            variants.computeIfPresent(open.variant(), (key, kept) -> kept.withSettled(with(kept.settled(), found)));
            changed = true;
        }
        if (changed) {
            memory.keep(new Memory(report.decision().memory().schema(), variants));
        }
    }

    private static List<Open> open(List<ServingGroup> groups, Memory memory) {
        return groups.stream()
                .flatMap(group -> group.variants().stream().flatMap(variant -> open(group, variant, memory)))
                .sorted(Comparator.comparing(Open::isNew).reversed())
                .toList();
    }

    private static Stream<Open> open(ServingGroup group, GroupVariant variant, Memory memory) {
        VariantMemory known = memory.of(variant.key());
        if (known == null || group.demand() == null || !(variant instanceof GroupVariant.Sizable sizable)) {
            return Stream.empty();
        }
        double perSecond = group.demand().requestsPerSecond();
        return sizable.options().stream().flatMap(option -> open(option, perSecond, known, variant.key() + ""));
    }

    private static Stream<Open> open(VariantOption option, double perSecond, VariantMemory known, String variant) {
        FleetCapacity servers = option.servers();
        if (servers == null || perSecond <= 0 || !Settled.concerns(servers)) {
            return Stream.empty();
        }
        Settled before = known.settled().stream()
                .filter(found -> found.accelerator().equals(option.accelerator()))
                .findFirst()
                .orElse(null);
        return before != null && before.answers(servers, perSecond)
                ? Stream.empty()
                : Stream.of(new Open(variant, option.accelerator(), servers, perSecond, before));
    }

    private static List<Settled> with(List<Settled> known, Settled found) {
        List<Settled> all = new ArrayList<>(known);
        all.removeIf(old -> old.accelerator().equals(found.accelerator()));
        all.add(found);
        return all;
    }
}
