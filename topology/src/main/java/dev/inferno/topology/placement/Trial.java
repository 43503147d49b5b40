package dev.inferno.topology.placement;

/**
 * Reservations that may be taken back: {@link #close()} undoes everything reserved in the ledger since {@link
 * CapacityLedger#trial()} unless {@link #commit()} was called. Trials nest; the inner one ends first. What an inner
 * trial commits, an outer one still undoes.
 */
public final class Trial implements AutoCloseable {

    private final CapacityLedger ledger;
    private final int depth;
    private final int mark;
    private boolean open = true;

    Trial(CapacityLedger ledger, int depth, int mark) {
        this.ledger = ledger;
        this.depth = depth;
        this.mark = mark;
    }

    /** Keeps what was reserved; closing afterwards does nothing. */
    public void commit() {
        end(false);
    }

    @Override
    public void close() {
        if (open) {
            end(true);
        }
    }

    private void end(boolean undo) {
        if (!open) {
            throw new IllegalStateException("trial at depth " + depth + " has ended already");
        }
        ledger.end(depth, mark, undo);
        open = false;
    }
}
