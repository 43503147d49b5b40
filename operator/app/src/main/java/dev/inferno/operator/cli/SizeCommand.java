package dev.inferno.operator.cli;

import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.SizingAnswer;
import dev.inferno.documents.SizingCase;
import dev.inferno.documents.Sizings;
import java.io.InputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** {@code inferno size -f case}: one model on one accelerator, without a cluster. */
final class SizeCommand {

    private SizeCommand() {}

    static int run(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        var items = InputFile.documents(arguments.require("file", "a SizingCase, or - for standard input"), in);
        var asked = Asked.of(arguments);
        return Documents.answer(items, Format.of(arguments), item -> answer(asked.of(sizing(item))), out, err);
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

    private static Documents.Answer answer(SizingCase sizing) {
        SizingAnswer answer = Sizings.answer(sizing);
        return new Documents.Answer(answer, table(answer), answer.feasible());
    }

    private static String table(SizingAnswer answer) {
        var table = new Table(
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
        var predicted = answer.predicted();
        table.row(
                answer.feasible(),
                answer.replicas(),
                answer.batch(),
                answer.maxRequestsPerSecondPerReplica(),
                answer.costPerHour(),
                answer.binding() == null ? "-" : answer.binding(),
                predicted == null ? "-" : predicted.itlMillis(),
                predicted == null ? "-" : predicted.ttftMillis(),
                predicted == null ? "-" : predicted.waitMillis(),
                predicted == null ? "-" : predicted.utilisation());
        return table + answer.reason() + "\n";
    }
}
