package dev.inferno.operator.observe;

import dev.inferno.cycle.CallerCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers verdicts for a moment, so that a scraper costs the API server two requests a minute: permissions 1 minute,
 * refusals 10 s, as controller-runtime does; that nobody could be asked, never. Bounded. Tokens are kept as digests only.
 * Thread-safety: all methods from any thread.
 */
final class RememberedChecks implements CallerCheck {

    private static final Duration PERMISSION = Duration.ofMinutes(1);
    private static final Duration REFUSAL = Duration.ofSeconds(10);
    private static final int MOST = 1000;

    private final CallerCheck source;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Kept> oldestFirst = new LinkedHashMap<>();

    private record Kept(Verdict verdict, long until) {}

    /** @param nanoTime monotonic */
    RememberedChecks(CallerCheck source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public Verdict check(String token, String path) {
        String question = digest(token) + " " + path;
        Verdict known = find(question);
        if (known != null) {
            return known;
        }
        Verdict verdict = source.check(token, path);
        Duration life = switch (verdict) {
            case Verdict.Allowed allowed -> PERMISSION;
            case Verdict.Unknown unknown -> REFUSAL;
            case Verdict.Refused refused -> REFUSAL;
            case Verdict.Unavailable unavailable -> Duration.ZERO;
        };
        keep(question, new Kept(verdict, nanoTime.getAsLong() + life.toNanos()));
        return verdict;
    }

    private @Nullable Verdict find(String question) {
        lock.lock();
        try {
            Kept kept = oldestFirst.get(question);
            return kept == null || kept.until() - nanoTime.getAsLong() <= 0 ? null : kept.verdict();
        } finally {
            lock.unlock();
        }
    }

    private void keep(String question, Kept answer) {
        lock.lock();
        try {
            oldestFirst.remove(question);
            oldestFirst.put(question, answer);
            if (oldestFirst.size() > MOST) {
                oldestFirst.remove(oldestFirst.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
