package dev.inferno.operator.cli;

import dev.inferno.cycle.Brain;
import dev.inferno.cycle.WhatIf;
import dev.inferno.decision.Decision;
import dev.inferno.decision.Explanation;
import dev.inferno.decision.VariantDecision;
import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DecisionDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.PlanningAnswer;
import dev.inferno.documents.PlanningAnswers;
import dev.inferno.documents.PlanningCase;
import dev.inferno.documents.PlanningProblems;
import dev.inferno.documents.SnapshotDocument;
import dev.inferno.optimizer.BindingProof;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.snapshot.CycleSnapshot;
import java.io.InputStream;
import java.io.PrintStream;

/** {@code inferno plan}: one full decision, printed with every rejected option and its reason; never writes. */
final class PlanCommand {

    private PlanCommand() {}

    static int ofFile(Arguments arguments, Brain brain, InputStream in, PrintStream out, PrintStream err) {
        var items = InputFile.documents(arguments.require("file", "a Snapshot or PlanningCase"), in);
        WhatIf asked = WhatIfFlags.of(arguments);
        return Documents.answer(items, Format.of(arguments), item -> answer(item, asked, brain), out, err);
    }

    static int ofSnapshot(Arguments arguments, Brain brain, CycleSnapshot seen, PrintStream out) {
        Documents.Answer answer = decide(brain, WhatIfFlags.of(arguments), seen);
        out.print(Format.of(arguments).render(answer.record(), answer.table()));
        return answer.says() ? ExitCode.DONE : ExitCode.NO;
    }

    private static Documents.Answer answer(Item.Parsed item, WhatIf asked, Brain brain) {
        return switch (item.kind()) {
            case "Snapshot" ->
                decide(brain, asked, item.as(SnapshotDocument.class).snapshot());
            case "PlanningCase" -> plan(item.as(PlanningCase.class), asked, brain);
            default -> throw new BadDocument("kind \"" + item.kind() + "\" must be Snapshot or PlanningCase");
        };
    }

    private static Documents.Answer decide(Brain brain, WhatIf asked, CycleSnapshot seen) {
        Decision decision = brain.decide(WhatIfFlags.applied(() -> asked.of(seen)));
        StringBuilder text = new StringBuilder(WhatIfFlags.line(asked));
        decision.variants()
                .forEach(variant ->
                        text.append(Explanation.of(decision.id(), variant)).append('\n'));
        boolean fits = decision.variants().stream().allMatch(PlanCommand::allGranted);
        return new Documents.Answer(DecisionDocument.of(decision), text.toString(), fits);
    }

    private static boolean allGranted(VariantDecision variant) {
        return variant.granted() >= variant.wanted();
    }

    private static Documents.Answer plan(PlanningCase planning, WhatIf asked, Brain brain) {
        WhatIfFlags.requireDemands(asked, planning);
        PlanningProblem read = PlanningProblems.of(planning);
        PlanningProblem problem = WhatIfFlags.applied(() -> asked.of(read));
        long start = System.nanoTime();
        FleetPlan plan = brain.optimizer().plan(problem);
        double millis = (System.nanoTime() - start) / 1e6;
        String name = planning.metadata() == null ? null : planning.metadata().name();
        PlanningAnswer answer = PlanningAnswers.of(name, plan, BindingProof.of(problem, plan), millis);
        boolean fits = answer.variants().stream().allMatch(variant -> variant.granted() >= variant.wanted());
        return new Documents.Answer(answer, WhatIfFlags.line(asked) + table(answer), fits);
    }

    private static String binding(PlanningAnswer answer) {
        return switch (answer.pinning()) {
            case NONE -> "guaranteed in any order";
            case NODES -> "guaranteed once every variant is pinned to its planned nodes";
            case REPLICAS -> "guaranteed once every replica is pinned to its planned node";
            case null -> "not proven";
        };
    }

    private static String table(PlanningAnswer answer) {
        var table = new Table("NAMESPACE", "VARIANT", "ACCELERATOR", "WANTED", "GRANTED", "SHARE", "BLOCKED BY");
        answer.variants()
                .forEach(variant -> table.row(
                        variant.namespace(),
                        variant.name(),
                        variant.accelerator() == null ? "-" : variant.accelerator(),
                        variant.wanted(),
                        variant.granted(),
                        variant.share(),
                        variant.blockedBy() == null ? "-" : variant.blockedBy().message()));
        return table + "cost per hour " + answer.costPerHour() + ", unmet by priority " + answer.unmetByPriority()
                + ", binding " + binding(answer) + "\n";
    }
}
