package dev.inferno.operator.kube;

import com.google.gson.stream.JsonReader;
import java.io.IOException;

/** Reads one object of a kind from the stream of an answer. Thread-safety: pages of one list are read side by side. */
@FunctionalInterface
interface ObjectReader<T> {

    /**
     * Leaves the stream behind the object.
     *
     * @throws IOException when the stream ends, or is no JSON
     */
    T read(JsonReader in) throws IOException;
}
