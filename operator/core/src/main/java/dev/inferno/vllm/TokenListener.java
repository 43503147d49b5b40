package dev.inferno.vllm;

/** Hears what a server does while virtual time passes, in order of time; each call is one {@link ServerEvent}. */
public interface TokenListener {

    /** The request left the queue for the first time: its prefill begins. */
    void started(long requestId, double atMillis);

    /**
     * A token was given.
     *
     * @param index 1 = first
     * @param last the answer is complete
     */
    void token(long requestId, double atMillis, int index, boolean last);
}
