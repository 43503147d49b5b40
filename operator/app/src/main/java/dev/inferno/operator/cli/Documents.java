package dev.inferno.operator.cli;

import com.google.gson.JsonObject;
import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.RecordJson;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers a file of documents: one alone in the asked format, many as one JSON line each, in order; a bad one gives {@code
 * {"error": ...}} in its place and the others go on.
 */
final class Documents {

    /** @param says false when the decision is no */
    record Answer(Object record, String table, boolean says) {}

    private Documents() {}

    /** @return the exit code: bad input before a no before done */
    static int answer(
            List<Item> items, Format format, Function<Item.Parsed, Answer> command, PrintStream out, PrintStream err) {
        boolean alone = items.size() == 1;
        return each(
                items,
                command,
                answer -> out.print(alone ? format.render(answer.record(), answer.table()) : line(answer.record())),
                message -> {
                    if (alone) {
                        err.println("inferno: " + message);
                    } else {
                        out.print(error(message));
                    }
                });
    }

    /** As {@link #answer}, each printed or refused as the caller likes. */
    static int each(
            List<Item> items, Function<Item.Parsed, Answer> command, Consumer<Answer> print, Consumer<String> refuse) {
        boolean bad = false;
        boolean no = false;
        for (Item item : items) {
            try {
                Answer answer = one(item, command);
                no |= !answer.says();
                print.accept(answer);
            } catch (BadDocument e) {
                bad = true;
                refuse.accept(String.valueOf(e.getMessage()));
            }
        }
        return bad ? ExitCode.BAD_INPUT : no ? ExitCode.NO : ExitCode.DONE;
    }

    private static Answer one(Item item, Function<Item.Parsed, Answer> command) {
        return switch (item) {
            case Item.Broken broken -> throw new BadDocument(broken.message());
            case Item.Parsed parsed -> command.apply(parsed);
        };
    }

    /** One of many, as a line of JSON. */
    static String line(Object record) {
        return RecordJson.write(record) + "\n";
    }

    private static String error(String message) {
        JsonObject error = new JsonObject();
        error.addProperty("error", message);
        return error + "\n";
    }
}
