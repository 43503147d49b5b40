package dev.inferno.operator.cli;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.cycle.Brain;
import dev.inferno.cycle.WhatIf;
import dev.inferno.decision.Decision;
import dev.inferno.decision.Explanation;
import dev.inferno.decision.VariantDecision;
import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DecisionDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.PlanComparison;
import dev.inferno.documents.PlanComparison.Planned;
import dev.inferno.documents.PlanningAnswer;
import dev.inferno.documents.PlanningAnswers;
import dev.inferno.documents.PlanningCase;
import dev.inferno.documents.PlanningProblems;
import dev.inferno.documents.SnapshotDocument;
import dev.inferno.optimizer.BindingProof;
import dev.inferno.optimizer.EngineMissing;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.Provenance;
import dev.inferno.optimizer.Unblocking;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Engine;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code inferno plan}: one full decision, printed with every rejected option and its reason; never writes. */
final class PlanCommand {

    private final WhatIf asked;
    private final SearchFlags search;
    private final Brain brain;

    private PlanCommand(WhatIf asked, SearchFlags search, Brain brain) {
        this.asked = asked;
        this.search = search;
        this.brain = brain;
    }

    static int ofFile(Arguments arguments, Brain brain, InputStream in, PrintStream out, PrintStream err) {
        var items = InputFile.documents(arguments.require("file", "a Snapshot or PlanningCase"), in);
        var command = new PlanCommand(WhatIfFlags.of(arguments), SearchFlags.of(arguments), brain);
        return Documents.answer(items, Format.of(arguments), command::answer, out, err);
    }

    static int ofSnapshot(Arguments arguments, Brain brain, CycleSnapshot seen, PrintStream out) {
        var command = new PlanCommand(WhatIfFlags.of(arguments), SearchFlags.of(arguments), brain);
        Documents.Answer answer = command.answer(seen);
        out.print(Format.of(arguments).render(answer.record(), answer.table()));
        return answer.says() ? ExitCode.DONE : ExitCode.NO;
    }

    private Documents.Answer answer(Item.Parsed item) {
        try {
            return switch (item.kind()) {
                case "Snapshot" -> answer(item.as(SnapshotDocument.class).snapshot());
                case "PlanningCase" -> plan(item.as(PlanningCase.class));
                default -> throw new BadDocument("kind \"" + item.kind() + "\" must be Snapshot or PlanningCase");
            };
        } catch (EngineMissing e) {
            throw new BadDocument(String.valueOf(e.getMessage()));
        }
    }

    private Documents.Answer answer(CycleSnapshot given) {
        return given.policy().products().during(() -> planned(given));
    }

    private Documents.Answer planned(CycleSnapshot given) {
        CycleSnapshot seen = WhatIfFlags.applied(() -> asked.of(given)).with(search.applied(given.budget()));
        List<ServingGroup> groups = brain.analyzer().analyse(seen);
        return search.compare()
                ? compared(
                        null,
                        groups,
                        engine -> brain.optimizer()
                                .plan(groups, seen.with(seen.budget().by(engine))))
                : decide(groups, seen);
    }

    private Documents.Answer decide(List<ServingGroup> groups, CycleSnapshot seen) {
        FleetPlan plan = brain.optimizer().plan(groups, seen);
        Decision decision = brain.guardrails().decide(plan, groups, seen);
        StringBuilder text = new StringBuilder(WhatIfFlags.line(asked));
        decision.variants()
                .forEach(variant -> text.append(Explanation.of(decision.id(), variant, plan))
                        .append('\n'));
        boolean fits = decision.variants().stream().allMatch(PlanCommand::allGranted);
        DecisionDocument document = DecisionDocument.of(decision);
        if (!seen.budget().exact()) {
            return new Documents.Answer(document, text.toString(), fits);
        }
        text.append(told(plan.provenance())).append('\n');
        return new Documents.Answer(document.with(plan.provenance()), text.toString(), fits);
    }

    private static String told(Provenance how) {
        return "engine " + how.engine() + (how.proven() ? ", proven" : "")
                + (how.note() == null ? "" : ": " + how.note());
    }

    private static boolean allGranted(VariantDecision variant) {
        return variant.granted() >= variant.wanted();
    }

    private Documents.Answer plan(PlanningCase planning) {
        WhatIfFlags.requireDemands(asked, planning);
        PlanningProblem read = PlanningProblems.of(planning);
        PlanningProblem problem = WhatIfFlags.applied(() -> asked.of(read)).with(search.applied(read.budget()));
        String name = planning.metadata() == null ? null : planning.metadata().name();
        return search.compare()
                ? compared(
                        name,
                        problem.groups(),
                        engine -> brain.optimizer()
                                .plan(problem.with(problem.budget().by(engine))))
                : plan(name, problem);
    }

    private Documents.Answer plan(@Nullable String name, PlanningProblem problem) {
        Planned planned = timed(() -> brain.optimizer().plan(problem));
        FleetPlan plan = planned.plan();
        PlanningAnswer answer = PlanningAnswers.of(
                name, plan, BindingProof.of(problem, plan), Unblocking.of(problem, plan), planned.millis());
        String engine = problem.budget().exact() ? told(plan.provenance()) + "\n" : "";
        return new Documents.Answer(answer, WhatIfFlags.line(asked) + table(answer) + engine, fits(answer));
    }

    private Documents.Answer compared(
            @Nullable String name, List<ServingGroup> groups, Function<Engine, FleetPlan> planner) {
        Planned fast = timed(() -> planner.apply(Engine.FAST));
        Planned exact = timed(() -> planner.apply(Engine.EXACT));
        PlanComparison both = PlanComparison.of(name, groups, fast, exact);
        return new Documents.Answer(both, WhatIfFlags.line(asked) + ComparisonTable.of(both), fits(both.exact()));
    }

    private static Planned timed(Supplier<FleetPlan> planning) {
        long start = System.nanoTime();
        FleetPlan plan = planning.get();
        return new Planned(plan, (System.nanoTime() - start) / 1e6);
    }

    private static boolean fits(PlanningAnswer answer) {
        return answer.variants().stream().allMatch(variant -> variant.granted() >= variant.wanted());
    }

    private static String binding(PlanningAnswer answer) {
        return switch (answer.pinning()) {
            case NONE -> "guaranteed in any order";
            case NODES -> "guaranteed once every variant is pinned to its planned nodes";
            case REPLICAS -> "guaranteed once every replica is pinned to its planned node";
            case null -> "not proven";
        };
    }

    private static String told(PlanningAnswer.Unblock unblock) {
        String additions = unblock.additions().stream()
                .map(addition -> addition.amount() + " more " + addition.resource() + " of " + addition.where())
                .collect(Collectors.joining(" and "));
        return unblock.namespace() + "/" + unblock.variant() + ": with " + additions + " one more replica on "
                + unblock.accelerator() + " would serve " + unblock.serves() + " of its demand, at "
                + unblock.costPerHour() + " per hour\n";
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
        String unblocks = answer.unblocks().stream().map(PlanCommand::told).collect(Collectors.joining());
        return table + unblocks + "cost per hour " + answer.costPerHour() + ", unmet by priority "
                + answer.unmetByPriority() + ", binding " + binding(answer) + "\n";
    }
}
