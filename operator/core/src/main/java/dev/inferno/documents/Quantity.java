package dev.inferno.documents;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** An amount of a resource as Kubernetes takes it: a text such as {@code 1500m} or {@code 512Gi}, or a plain number. */
public record Quantity(String text) {

    static final class Adapter extends TypeAdapter<Quantity> {

        @Override
        public void write(JsonWriter out, Quantity value) throws IOException {
            out.value(value.text());
        }

        @Override
        public Quantity read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.STRING && in.peek() != JsonToken.NUMBER) {
                throw Scalars.refused(in, "a quantity such as 2, 1500m or 512Gi");
            }
            return new Quantity(in.nextString());
        }
    }
}
