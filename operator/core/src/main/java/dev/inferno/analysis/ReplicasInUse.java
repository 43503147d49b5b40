package dev.inferno.analysis;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.Product;
import dev.inferno.topology.ResourceVector;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the replicas of a fleet ask of a node, by product: one entry per different pod that any variant may run.
 *
 * <p>Independent of load and latency, so that it stays the same while metrics are missing. Thread-safety: stateless.
 */
public final class ReplicasInUse {

    private static final Comparator<ResourceVector> ORDER =
            Comparator.comparing(requests -> requests.amounts().toString());

    private ReplicasInUse() {}

    /** Requests of the pods of every option the accelerator policies allow, by product name. */
    public static SortedMap<String, SortedSet<ResourceVector>> of(CycleSnapshot seen, ClusterTopology topology) {
        var candidates = new Candidates(seen.policy(), topology, true);
        var found = new TreeMap<String, SortedSet<ResourceVector>>();
        for (VariantState variant : seen.variants()) {
            if (variant.target() instanceof Target.Found target) {
                for (AcceleratorProfile row : variant.spec().accelerators()) {
                    if (candidates.judge(row, variant.spec(), target) instanceof Candidate.Allowed allowed) {
                        found.computeIfAbsent(product(candidates, row), name -> new TreeSet<>(ORDER))
                                .add(allowed.pod().requests());
                    }
                }
            }
        }
        return Collections.unmodifiableSortedMap(found);
    }

    /** The catalogue's name, else the device as the accelerator table writes it. */
    private static String product(Candidates candidates, AcceleratorProfile row) {
        Accelerator entry = candidates.entry(row.accelerator());
        if (entry == null) {
            return row.accelerator();
        }
        Product known = DeviceMatch.of(entry).product();
        return known == null ? entry.device() : known.name();
    }
}
