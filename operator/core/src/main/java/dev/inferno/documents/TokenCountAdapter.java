package dev.inferno.documents;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.inferno.serving.TokenCount;
import java.io.IOException;

/** A token count is a number (fixed length) or {@code {mean, scv}}. */
final class TokenCountAdapter extends TypeAdapter<TokenCount> {

    @Override
    public void write(JsonWriter out, TokenCount count) throws IOException {
        if (count.scv() == 0) {
            out.value(count.mean());
            return;
        }
        out.beginObject()
                .name("mean")
                .value(count.mean())
                .name("scv")
                .value(count.scv())
                .endObject();
    }

    @Override
    public TokenCount read(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            if (in.peek() != JsonToken.NUMBER) {
                throw Scalars.refused(in, "a number of tokens or {mean, scv}");
            }
            return TokenCount.fixed(Scalars.number(in));
        }
        double mean = Double.NaN;
        double scv = 0;
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            try {
                switch (name) {
                    case "mean" -> mean = Scalars.number(in);
                    case "scv" -> scv = Scalars.number(in);
                    default -> throw new BadDocument("unknown field; known are mean, scv");
                }
            } catch (BadDocument e) {
                throw e.within(name);
            }
        }
        in.endObject();
        if (Double.isNaN(mean)) {
            throw new BadDocument("field mean is missing; write a number of tokens or {mean, scv}");
        }
        return new TokenCount(mean, scv);
    }
}
