package dev.inferno.operator.kube;

import dev.inferno.snapshot.Memory;

/** Writes memory as text and reads it back. */
public interface MemoryCodec {

    String write(Memory memory);

    /**
     * What {@link #write} wrote.
     *
     * @throws IllegalArgumentException when the text is no memory
     */
    Memory read(String text);
}
