package dev.inferno.vllm;

/** Blocks of the KV cache: who holds how many is kept by the sequences, how many are free here. */
final class KvCache {

    private static final int BLOCK_TOKENS = 16;

    /** Share that admissions leave free, so that running sequences can grow. */
    private static final double WATERMARK = 0.01;

    private final long blocks;
    private final long reserve;
    private long free;

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

    /** Grows a running sequence; false if the blocks are not there. */
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
