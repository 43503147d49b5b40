package dev.inferno.analysis;

/**
 * An accelerator that was considered and left out, with the reason a person can read.
 *
 * @param rolloutBlocked there is room for it and it would serve better or cheaper; only the way there is blocked
 */
public record RejectedOption(String accelerator, String reason, boolean rolloutBlocked) {

    public RejectedOption(String accelerator, String reason) {
        this(accelerator, reason, false);
    }
}
