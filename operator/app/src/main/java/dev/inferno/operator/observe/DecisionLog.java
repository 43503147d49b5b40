package dev.inferno.operator.observe;

import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Explanation;
import dev.inferno.decision.VariantDecision;
import dev.inferno.documents.DecisionDocument;
import dev.inferno.documents.RecordJson;
import dev.inferno.documents.SnapshotDocument;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions, so that a person can ask why. Bounded: snapshots, the large part, are kept only of the newest few.
 * Thread-safety: all methods from any thread.
 */
public final class DecisionLog {

    /** In place of an id: the newest decision. */
    public static final String LATEST = "latest";

    private static final int ENTRIES = 100;
    private static final int SNAPSHOTS = 5;

    private final int entries;
    private final int snapshots;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> newestFirst = new ArrayDeque<>();

    public DecisionLog() {
        this(ENTRIES, SNAPSHOTS);
    }

    /**
     * @param entries decisions kept
     * @param snapshots of those, how many keep the snapshot they were made from
     */
    public DecisionLog(int entries, int snapshots) {
        if (entries < 1 || snapshots < 0) {
            throw new IllegalArgumentException(
                    "entries (" + entries + ") must be at least 1 and snapshots (" + snapshots + ") at least 0");
        }
        this.entries = entries;
        this.snapshots = snapshots;
    }

    public void add(Entry entry) {
        lock.lock();
        try {
            newestFirst.addFirst(entry);
            while (newestFirst.size() > entries) {
                newestFirst.removeLast();
            }
            List<Entry> kept = List.copyOf(newestFirst);
            newestFirst.clear();
            for (int i = 0; i < kept.size(); i++) {
                newestFirst.addLast(i < snapshots ? kept.get(i) : kept.get(i).withoutSnapshot());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Newest first. */
    public List<Entry> list() {
        lock.lock();
        try {
            return List.copyOf(newestFirst);
        } finally {
            lock.unlock();
        }
    }

    /** @param id of a decision, or {@link #LATEST}; null when it is not (any longer) kept */
    @Nullable
    Entry find(String id) {
        return list().stream()
                .filter(entry -> id.equals(LATEST) || entry.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The newest explanation of a variant; null when no kept decision knows it. */
    @Nullable
    String explanation(String variant) {
        return list().stream()
                .filter(entry -> entry.explanationByVariant().containsKey(variant))
                .map(entry -> entry.explanationByVariant().get(variant))
                .findFirst()
                .orElse(null);
    }

    /**
     * One decision.
     *
     * @param snapshotJson document it was made from; null when no longer kept
     * @param decisionJson document
     * @param explanationByVariant text by {@code namespace/name}
     */
    public record Entry(
            String id,
            Instant at,
            String trigger,
            @Nullable String snapshotJson,
            String decisionJson,
            SortedMap<String, String> explanationByVariant) {

        public Entry {
            explanationByVariant = Collections.unmodifiableSortedMap(new TreeMap<>(explanationByVariant));
        }

        public static Entry of(CycleReport report) {
            SortedMap<String, String> texts = new TreeMap<>();
            for (VariantDecision decided : report.decision().variants()) {
                texts.put(
                        decided.key().toString(),
                        Explanation.of(report.decision().id(), decided, report.plan()));
            }
            return new Entry(
                    report.decision().id(),
                    report.seen().takenAt(),
                    report.seen().trigger(),
                    RecordJson.writePretty(SnapshotDocument.of(report.seen())),
                    RecordJson.writePretty(DecisionDocument.of(report.decision())),
                    texts);
        }

        private Entry withoutSnapshot() {
            return snapshotJson == null ? this : new Entry(id, at, trigger, null, decisionJson, explanationByVariant);
        }
    }
}
