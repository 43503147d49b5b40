package dev.inferno.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.cycle.CallerCheck.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedChecksTest {

    private final List<String> asked = new ArrayList<>();
    private Verdict verdict = new Verdict.Allowed();
    private long now;
    private final RememberedChecks checks = new RememberedChecks(
            (token, path) -> {
                asked.add(token + path);
                return verdict;
            },
            () -> now);

    private void after(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aPermissionIsKeptForAMinute() {
        checks.check("t", "/a");
        after(Duration.ofSeconds(59));
        verdict = new Verdict.Unknown("expired");
        assertEquals(new Verdict.Allowed(), checks.check("t", "/a"));

        after(Duration.ofSeconds(1));
        assertEquals(verdict, checks.check("t", "/a"));
        assertEquals(2, asked.size());
    }

    @Test
    void aRefusalIsKeptForTenSeconds() {
        verdict = new Verdict.Refused("u");
        checks.check("t", "/a");
        verdict = new Verdict.Allowed();
        after(Duration.ofSeconds(9));
        assertEquals(new Verdict.Refused("u"), checks.check("t", "/a"));

        after(Duration.ofSeconds(1));
        assertEquals(verdict, checks.check("t", "/a"));
    }

    @Test
    void anOutageIsNotKept() {
        verdict = new Verdict.Unavailable("down");
        checks.check("t", "/a");
        verdict = new Verdict.Allowed();

        assertEquals(verdict, checks.check("t", "/a"));
    }

    @Test
    void everyTokenAndPathIsAQuestionOfItsOwn() {
        checks.check("t", "/a");
        checks.check("t", "/b");
        checks.check("u", "/a");

        assertEquals(List.of("t/a", "t/b", "u/a"), asked);
    }

    @Test
    void onlyTheNewestThousandAnswersAreKept() {
        for (int i = 0; i <= 1000; i++) {
            checks.check("t" + i, "/a");
        }
        asked.clear();
        checks.check("t1000", "/a");
        checks.check("t0", "/a");

        assertEquals(List.of("t0/a"), asked);
    }
}
