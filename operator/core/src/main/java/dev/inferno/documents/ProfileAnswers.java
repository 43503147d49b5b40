package dev.inferno.documents;

import dev.inferno.decision.Figures;
import dev.inferno.documents.ProfileAnswer.AcceleratorEntry;
import dev.inferno.documents.ProfileAnswer.Coefficients;
import dev.inferno.documents.ProfileAnswer.Errors;
import dev.inferno.documents.ProfileAnswer.Left;
import dev.inferno.profile.Aim;
import dev.inferno.profile.ErrorSummary;
import dev.inferno.profile.Outcome;
import dev.inferno.profile.ProfileFit;
import dev.inferno.serving.LatencyLaw;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Profiles of benchmark rows, one per group. */
public final class ProfileAnswers {

    /** Stands in the entry where the rows do not name it. */
    private static final String UNNAMED = "ACCELERATOR";

    private ProfileAnswers() {}

    /** In order of first appearance of each group. */
    public static List<ProfileAnswer> of(List<BenchmarkRow> rows, Aim aim) {
        return BenchmarkRow.byGroup(rows).entrySet().stream()
                .map(group -> answer(group.getKey(), ProfileFit.of(group.getValue(), aim)))
                .toList();
    }

    private static ProfileAnswer answer(SortedMap<String, String> group, Outcome outcome) {
        var evidence = evidence(outcome.evidence());
        return switch (outcome) {
            case Outcome.Unsettled(String reason, var ignored) ->
                new ProfileAnswer(group, false, reason, null, null, null, null, null, null, evidence, List.of());
            case Outcome.Fitted fitted ->
                new ProfileAnswer(
                        group,
                        true,
                        null,
                        fitted.law().name(),
                        coefficients(fitted.law()),
                        entry(group, fitted.law()),
                        Figures.six(fitted.quality().r2()),
                        errors(fitted.quality().inSample()),
                        errors(fitted.quality().leftOut()),
                        evidence,
                        fitted.warnings());
        };
    }

    private static Coefficients coefficients(LatencyLaw.Iteration law) {
        return new Coefficients(
                Figures.six(law.baseMillis()),
                Figures.six(law.decodeTokenMillis()),
                Figures.six(law.prefillTokenMillis()),
                Figures.six(law.kvTokenMillis()));
    }

    private static AcceleratorEntry entry(SortedMap<String, String> group, LatencyLaw.Iteration law) {
        return new AcceleratorEntry(
                group.getOrDefault(BenchmarkField.ACCELERATOR.word(), UNNAMED),
                count(group.getOrDefault(BenchmarkField.ACC_COUNT.word(), "1")),
                // Plain, as the CRD's decimals are: YAML reads 5e-5 as a text in some places.
                new ProfileAnswer.Texts(
                        Figures.plain(law.baseMillis()),
                        Figures.plain(law.decodeTokenMillis()),
                        Figures.plain(law.prefillTokenMillis()),
                        Figures.plain(law.kvTokenMillis())));
    }

    private static int count(String text) {
        try {
            return Math.max(1, (int) Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new BadDocument("accCount \"" + text + "\" must be a whole number of devices; map another column, or"
                    + " name this one group");
        }
    }

    private static @Nullable Errors errors(@Nullable ErrorSummary errors) {
        return errors == null
                ? null
                : new Errors(
                        errors.rows(),
                        Figures.six(errors.mean()),
                        Figures.six(errors.median()),
                        Figures.six(errors.p95()),
                        Figures.six(errors.max()));
    }

    private static ProfileAnswer.Evidence evidence(Outcome.Evidence evidence) {
        return new ProfileAnswer.Evidence(
                evidence.rows(),
                evidence.used(),
                evidence.mixes(),
                Figures.six(evidence.leastDecoding()),
                Figures.six(evidence.mostDecoding()),
                Figures.six(evidence.condition()),
                evidence.dropped().stream()
                        .map(dropped -> new Left(dropped.rows().size(), dropped.reason(), dropped.rows()))
                        .toList());
    }
}
