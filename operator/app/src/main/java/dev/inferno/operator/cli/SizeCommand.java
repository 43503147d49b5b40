package dev.inferno.operator.cli;

import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.SizingAnswer;
import dev.inferno.documents.SizingCase;
import dev.inferno.documents.Sizings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code inferno size -f case}: one model on one accelerator, without a cluster. */
final class SizeCommand {

    private static final List<String> COLUMNS = List.of(
            "FEASIBLE",
            "REPLICAS",
            "BATCH",
            "MAX REQ/S EACH",
            "COST/H",
            "BINDING",
            "ITL MS",
            "TTFT MS",
            "WAIT MS",
            "UTILISATION");

    private SizeCommand() {}

    static int run(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        var items = InputFile.documents(arguments.require("file", "a SizingCase, or - for standard input"), in);
        var asked = Asked.of(arguments);
        String plot = arguments.flag("plot").orElse(null);
        if (plot != null && items.size() > 1) {
            throw new UsageError("flag --plot draws one case, but the file holds " + items.size() + "; give one");
        }
        Function<Item.Parsed, Documents.Answer> command = item -> answer(asked.of(sizing(item)), plot);
        boolean wantsTable = arguments.flag("output").isPresent() && Format.of(arguments) == Format.TABLE;
        return items.size() > 1 && wantsTable
                ? table(items, command, out, err)
                : Documents.answer(items, Format.of(arguments), command, out, err);
    }

    /** What the flags ask instead of the case; null = as the case says. */
    private record Asked(
            @Nullable Double perSecond, @Nullable Integer replicas) {

        static Asked of(Arguments arguments) {
            Double replicas = arguments.number("replicas").orElse(null);
            if (replicas != null && (replicas < 1 || replicas != replicas.intValue())) {
                throw new UsageError("flag --replicas (" + replicas + ") must be a whole number, 1 or more");
            }
            return new Asked(arguments.number("rate").orElse(null), replicas == null ? null : replicas.intValue());
        }

        SizingCase of(SizingCase sizing) {
            SizingCase loaded = perSecond == null ? sizing : sizing.withRequestsPerMinute(perSecond * 60);
            return replicas == null ? loaded : loaded.withReplicas(replicas);
        }
    }

    private static SizingCase sizing(Item.Parsed item) {
        if (!item.kind().equals("SizingCase")) {
            throw new BadDocument("kind \"" + item.kind() + "\" must be SizingCase");
        }
        return item.as(SizingCase.class);
    }

    private static Documents.Answer answer(SizingCase sizing, @Nullable String plot) {
        SizingAnswer answer = Sizings.answer(sizing);
        if (plot != null) {
            write(plot, SizingPlot.of(Sizings.curves(sizing, answer)));
        }
        var table = new Table(COLUMNS.toArray(String[]::new)).row(cells(answer).toArray());
        return new Documents.Answer(answer, table + answer.reason() + "\n", answer.feasible());
    }

    private static void write(String file, String text) {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException e) {
            throw new UsageError("cannot write " + file + ": " + e.getMessage() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Many cases, a row each; a bad one is told apart. */
    private static int table(
            List<Item> items, Function<Item.Parsed, Documents.Answer> command, PrintStream out, PrintStream err) {
        List<String> header = new ArrayList<>(COLUMNS);
        header.addFirst("CASE");
        header.addLast("REASON");
        var table = new Table(header.toArray(String[]::new));
        int code = Documents.each(
                items,
                command,
                answer -> {
                    var sized = (SizingAnswer) answer.record();
                    List<Object> row = cells(sized);
                    row.addFirst(sized.name() == null ? "-" : sized.name());
                    row.addLast(sized.reason());
                    table.row(row.toArray());
                },
                message -> err.println("inferno: " + message));
        out.print(table);
        return code;
    }

    private static List<Object> cells(SizingAnswer answer) {
        var predicted = answer.predicted();
        return new ArrayList<>(List.of(
                answer.feasible(),
                answer.replicas(),
                answer.batch(),
                answer.maxRequestsPerSecondPerReplica(),
                answer.costPerHour(),
                answer.constraint() == null ? "-" : answer.constraint(),
                predicted == null ? "-" : predicted.itlMillis(),
                predicted == null ? "-" : predicted.ttftMillis(),
                predicted == null ? "-" : predicted.waitMillis(),
                predicted == null ? "-" : predicted.utilisation()));
    }
}
