package dev.inferno.operator.cli;

import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.SizingAnswer;
import dev.inferno.documents.SizingCase;
import dev.inferno.documents.Sizings;
import java.io.InputStream;
import java.io.PrintStream;

/** {@code inferno size -f case}: one model on one accelerator, without a cluster. */
final class SizeCommand {

    private SizeCommand() {}

    static int run(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        var items = InputFile.documents(arguments.require("file", "a SizingCase, or - for standard input"), in);
        return Documents.answer(items, Format.of(arguments), SizeCommand::answer, out, err);
    }

    private static Documents.Answer answer(Item.Parsed item) {
        if (!item.kind().equals("SizingCase")) {
            throw new BadDocument("kind \"" + item.kind() + "\" must be SizingCase");
        }
        SizingAnswer answer = Sizings.answer(item.as(SizingCase.class));
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
