package dev.inferno.vllm;

/**
 * Blocks of the KV cache: how many are free, and how fast decoding sequences use them up. Each of those takes one token more
 * in every step, so one block more in every sixteenth; who does so when is kept in sixteen counters.
 */
final class KvCache {

    private static final int BLOCK_TOKENS = 16;

    /** Share that admissions leave free, so that running sequences can grow. */
    private static final double WATERMARK = 0.01;

    private final long blocks;
    private final long reserve;
    private final int[] growing = new int[BLOCK_TOKENS];
    private int allGrowing;
    private long free;
    private long steps;

    /** @param tokens what the cache holds; {@code Long.MAX_VALUE} = no limit */
    KvCache(long tokens) {
        blocks = tokens / BLOCK_TOKENS;
        reserve = (long) (WATERMARK * blocks);
        free = blocks;
    }

    static long blocks(long tokens) {
        return (tokens + BLOCK_TOKENS - 1) / BLOCK_TOKENS;
    }

    boolean holds(long tokens) {
        return blocks(tokens) <= blocks - reserve;
    }

    /** Steps taken so far. */
    long steps() {
        return steps;
    }

    /** From the next step on the sequence grows with the others. */
    void startGrowing(long heldTokens) {
        growing[phase(heldTokens)]++;
        allGrowing++;
    }

    void stopGrowing(long heldTokens) {
        growing[phase(heldTokens)]--;
        allGrowing--;
    }

    /** Of so many steps to come, those there are blocks for. */
    long roomFor(long most) {
        if (allGrowing * (most / BLOCK_TOKENS + 1) <= free) {
            return most;
        }
        long left = free;
        for (long step = 0; step < most; step++) {
            left -= needed(step);
            if (left < 0) {
                return step;
            }
        }
        return most;
    }

    /** Grows every growing sequence by so many tokens. */
    void step(long count) {
        free -= count / BLOCK_TOKENS * allGrowing;
        for (long step = 0; step < count % BLOCK_TOKENS; step++) {
            free -= needed(step);
        }
        steps += count;
    }

    private int needed(long step) {
        return growing[Math.floorMod(-(steps + step), BLOCK_TOKENS)];
    }

    private int phase(long heldTokens) {
        return Math.floorMod(heldTokens - steps, BLOCK_TOKENS);
    }

    /** Adds to a prompt that is being computed; false if the blocks are not there. */
    boolean grow(long heldTokens, long tokens) {
        long more = blocks(tokens) - blocks(heldTokens);
        if (more > free) {
            return false;
        }
        free -= more;
        return true;
    }

    /** Takes the first chunk of a sequence in, unless that leaves less than the watermark. */
    boolean admit(long tokens) {
        long needed = blocks(tokens);
        if (needed > free - reserve) {
            return false;
        }
        free -= needed;
        return true;
    }

    void release(long tokens) {
        free += blocks(tokens);
    }
}
