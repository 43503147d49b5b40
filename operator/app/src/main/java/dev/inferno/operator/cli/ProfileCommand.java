package dev.inferno.operator.cli;

import dev.inferno.documents.BadDocument;
import dev.inferno.documents.BenchmarkColumns;
import dev.inferno.documents.BenchmarkRow;
import dev.inferno.documents.Benchmarks;
import dev.inferno.documents.ProfileAnswer;
import dev.inferno.documents.ProfileAnswers;
import dev.inferno.documents.RecordJson;
import dev.inferno.profile.Aim;
import dev.inferno.serving.TokenMix;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code inferno profile fit -f benchmark}: the coefficients of the iteration law from benchmark files. */
final class ProfileCommand {

    /** Beyond, a law says nothing any more of the servers. */
    private static final int MOST_MARGIN = 50;

    private ProfileCommand() {}

    static int run(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        if (!arguments.words().equals(List.of("fit"))) {
            throw new UsageError("profile knows one word, fit: inferno profile fit -f BENCHMARK; given: "
                    + String.join(" ", arguments.words()));
        }
        try {
            List<ProfileAnswer> answers = ProfileAnswers.of(rows(arguments, in), aim(arguments));
            out.print(render(Format.of(arguments), answers));
            return answers.stream().allMatch(ProfileAnswer::fitted) ? ExitCode.DONE : ExitCode.NO;
        } catch (BadDocument e) {
            err.println("inferno: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        }
    }

    private static List<BenchmarkRow> rows(Arguments arguments, InputStream in) {
        arguments.require("file", "a benchmark's result, or - for standard input");
        Benchmarks.Format format =
                arguments.flag("format").map(Benchmarks.Format::of).orElse(null);
        BenchmarkColumns columns = BenchmarkColumns.parse(arguments.values("column"));
        SortedMap<String, String> labels = labels(arguments.values("label"));
        List<BenchmarkRow> rows = new ArrayList<>();
        for (String file : arguments.values("file")) {
            String name = file.equals("-") ? "standard input" : file;
            Benchmarks.read(name, InputFile.text(file, in), format, columns).forEach(row -> rows.add(row.with(labels)));
        }
        return rows;
    }

    private static Aim aim(Arguments arguments) {
        return new Aim(
                arguments.flag("mix").map(ProfileCommand::mix).orElse(null),
                arguments.flag("margin").map(ProfileCommand::margin).orElse(0.0));
    }

    private static TokenMix mix(String text) {
        if (!text.matches("[0-9]{1,9}/[0-9]{1,9}") || text.matches(".*\\b0+\\b.*")) {
            throw new UsageError("--mix " + text + " must be PROMPT/ANSWER in tokens, each 1 or more, such as 512/128");
        }
        int slash = text.indexOf('/');
        return TokenMix.fixed(
                Double.parseDouble(text.substring(0, slash)), Double.parseDouble(text.substring(slash + 1)));
    }

    private static double margin(String text) {
        if (!text.matches("[0-9]{1,2}(\\.[0-9]+)?%?") || Double.parseDouble(text.replace("%", "")) > MOST_MARGIN) {
            throw new UsageError("--margin " + text + " must be per cent of the rate to keep in hand, from 0 to "
                    + MOST_MARGIN + ", such as 8");
        }
        return Double.parseDouble(text.replace("%", "")) / 100;
    }

    private static SortedMap<String, String> labels(List<String> pairs) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new UsageError("--label " + pair + " must be name=value, such as accelerator=H100 or accCount=2");
            }
            labels.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return labels;
    }

    private static String render(Format format, List<ProfileAnswer> answers) {
        if (answers.size() == 1 && format != Format.TABLE) {
            return format.render(answers.getFirst(), "");
        }
        StringBuilder text = new StringBuilder();
        switch (format) {
            case TABLE -> text.append(table(answers));
            case JSON -> answers.forEach(answer -> text.append(Documents.line(answer)));
            case YAML -> answers.forEach(answer -> text.append("---\n").append(RecordJson.writeYaml(answer)));
        }
        return text.toString();
    }

    private static String table(List<ProfileAnswer> answers) {
        var table = new Table(
                "PROFILE",
                "BASE MS",
                "DECODETOKEN",
                "PREFILLTOKEN",
                "KVTOKEN",
                "R2",
                "ERROR MEDIAN",
                "P95",
                "UNSEEN MIXES MEDIAN",
                "P95",
                "ROWS USED",
                "MIXES");
        StringBuilder text = new StringBuilder();
        for (ProfileAnswer answer : answers) {
            var texts =
                    answer.accelerator() == null ? null : answer.accelerator().iteration();
            var evidence = answer.evidence();
            table.row(
                    name(answer),
                    texts == null ? "-" : texts.base(),
                    texts == null ? "-" : texts.decodeToken(),
                    texts == null ? "-" : texts.prefillToken(),
                    texts == null ? "-" : texts.kvToken(),
                    answer.r2() == null ? "-" : String.format(Locale.ROOT, "%.3f", answer.r2()),
                    percent(answer.inSample() == null ? null : answer.inSample().median()),
                    percent(answer.inSample() == null ? null : answer.inSample().p95()),
                    percent(answer.leftOut() == null ? null : answer.leftOut().median()),
                    percent(answer.leftOut() == null ? null : answer.leftOut().p95()),
                    evidence.used() + "/" + evidence.rows(),
                    evidence.mixes());
            text.append('\n').append(details(answer));
        }
        return table + text.toString();
    }

    private static String details(ProfileAnswer answer) {
        StringBuilder text = new StringBuilder("# ").append(name(answer)).append('\n');
        for (ProfileAnswer.Left left : answer.evidence().dropped()) {
            text.append("# ").append(left.count()).append(left.count() == 1 ? " row" : " rows");
            text.append(" left out: ").append(left.reason()).append('\n');
        }
        answer.warnings()
                .forEach(warning -> text.append("# note: ").append(warning).append('\n'));
        if (answer.reason() != null) {
            text.append("# no profile: ").append(answer.reason()).append('\n');
        }
        var entry = answer.accelerator();
        if (entry == null) {
            return text.toString();
        }
        var iteration = entry.iteration();
        return text
                + """
                # of a SizingCase:
                law: iteration
                coefficients: {base: %1$s, decodeToken: %2$s, prefillToken: %3$s, kvToken: %4$s}
                # of a VariantAutoscaling, under spec.modelProfile.accelerators:
                - acc: "%5$s"
                  accCount: %6$d
                  iteration: {base: "%1$s", decodeToken: "%2$s", prefillToken: "%3$s", kvToken: "%4$s"}
                """.formatted(
                                iteration.base(),
                                iteration.decodeToken(),
                                iteration.prefillToken(),
                                iteration.kvToken(),
                                entry.acc(),
                                entry.accCount());
    }

    /** Model and accelerator first, as people say it; what else sets the profile apart by name. */
    private static String name(ProfileAnswer answer) {
        SortedMap<String, String> rest = new TreeMap<>(answer.group());
        List<String> words = new ArrayList<>();
        for (String plain : List.of("model", "accelerator")) {
            String value = rest.remove(plain);
            if (value != null) {
                words.add(value);
            }
        }
        rest.forEach((key, value) -> words.add(key + "=" + value));
        return words.isEmpty() ? "all rows" : String.join(" ", words);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
