package dev.inferno.operator.cli;

import dev.inferno.decision.Figures;
import dev.inferno.documents.SizingAnswer;
import dev.inferno.documents.SizingCurves;
import dev.inferno.operator.cli.Svg.Anchor;
import dev.inferno.operator.cli.Svg.Stroke;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.sizing.LatencyCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a sizing: TTFT and time between tokens over the rate of the fleet, for the answered count and its neighbours,
 * with the limits, the rate asked and the largest rate within the limits. The same answer gives the same bytes.
 */
final class SizingPlot {

    private static final int WIDTH = 860;
    private static final int LEFT = 80;
    private static final int RIGHT = 190;
    private static final int TOP = 84;
    private static final int PANEL = 230;
    private static final int GAP = 62;

    private static final String INK = "#222222";
    private static final String GRID = "#e2e2e2";
    private static final String LIMIT = "#c62828";
    private static final String STATED = "#1565c0";
    private static final String MEAN = "#2e7d32";
    private static final String FEWER = "#9e9e9e";
    private static final String MORE = "#00838f";
    private static final String ASKED = "#ef6c00";
    private static final String LARGEST = "#6a1b9a";

    /** How far an axis goes beyond what matters on it. */
    private static final double BEYOND = 2;

    private static final double ROOM = 1.08;

    /**
     * One latency over the rate.
     *
     * @param limit milliseconds; 0 = none
     * @param figure how the limit states it: mean, p95
     * @param answered what the answer says of it; null = nothing
     */
    private record Panel(
            String name,
            double limit,
            String figure,
            ToDoubleFunction<OperatingPoint> latency,
            @Nullable Double answered) {}

    private final SizingCurves curves;
    private final List<Panel> panels = new ArrayList<>();
    private final PlotAxis rates;
    private final Svg svg;

    private SizingPlot(SizingCurves curves) {
        this.curves = curves;
        SizingAnswer answer = curves.answer();
        var level = curves.level();
        var seen = answer.predicted();
        panels.add(new Panel(
                "Time to first token",
                level.ttftMillis(),
                level.percentile(),
                OperatingPoint::ttftMillis,
                seen == null ? null : seen.ttftMillis()));
        panels.add(new Panel(
                "Time between tokens",
                level.itlMillis(),
                level.itlPercentile(),
                OperatingPoint::itlMillis,
                seen == null ? null : seen.itlMillis()));
        double carried = answered().points().getLast().perSecond();
        double most = ROOM * Math.max(carried, curves.askedPerSecond());
        this.rates = new PlotAxis(most, LEFT, WIDTH - RIGHT);
        String name = answer.name() == null ? "" : answer.name() + ": ";
        this.svg = new Svg(WIDTH, TOP + panels.size() * (PANEL + GAP), name + "latency over rate");
        String size = count(answer.replicas()) + ", batch " + answer.batch();
        words(LEFT, 26, INK, 16, name + "latency over rate, law " + curves.law() + ", " + size);
        String reason = answer.reason();
        words(LEFT, 46, INK, 12, reason.contains(";") ? reason.substring(0, reason.indexOf(';')) : reason);
    }

    static String of(SizingCurves curves) {
        var plot = new SizingPlot(curves);
        for (int i = 0; i < plot.panels.size(); i++) {
            plot.draw(plot.panels.get(i), TOP + i * (PANEL + GAP));
        }
        return plot.svg.toString();
    }

    private LatencyCurve answered() {
        int replicas = Math.max(1, curves.answer().replicas());
        return curves.fleets().stream()
                .filter(fleet -> fleet.replicas() == replicas)
                .findFirst()
                .orElseThrow();
    }

    private String neighbour(LatencyCurve fleet) {
        return fleet.replicas() < answered().replicas() ? FEWER : MORE;
    }

    private void draw(Panel panel, int top) {
        var latencies = new PlotAxis(highest(panel), top + PANEL, top);
        grid(panel, latencies, top);
        for (LatencyCurve fleet : curves.fleets()) {
            if (fleet.replicas() != answered().replicas()) {
                curve(fleet, panel, latencies, LatencyCurve.Point::stated, new Stroke(neighbour(fleet), 1.2, "5 4"));
            }
        }
        if (!panel.figure().equals("mean")) {
            curve(answered(), panel, latencies, LatencyCurve.Point::means, Stroke.solid(MEAN, 2));
        }
        curve(answered(), panel, latencies, LatencyCurve.Point::stated, Stroke.solid(STATED, 2));
        if (panel.limit() > 0) {
            double y = latencies.pixel(panel.limit());
            svg.line(new Svg.Point(LEFT, y), new Svg.Point(WIDTH - RIGHT, y), new Stroke(LIMIT, 1.5, "8 4"));
        }
        mark(curves.askedPerSecond(), ASKED, top);
        mark(largest(), LARGEST, top);
        Double answered = panel.answered();
        if (answered != null && latencies.holds(answered) && rates.holds(curves.askedPerSecond())) {
            svg.dot(new Svg.Point(rates.pixel(curves.askedPerSecond()), latencies.pixel(answered)), STATED);
        }
        legend(panel, top);
    }

    /** The limit counts; without one, how much slower than idle a loaded server gets. */
    private double highest(Panel panel) {
        double idle =
                panel.latency().applyAsDouble(answered().points().getFirst().stated());
        double seen = panel.answered() == null ? 0 : panel.answered();
        double matters = Math.max(panel.limit() > 0 ? panel.limit() : BEYOND * idle, Math.max(idle, seen));
        return matters > 0 ? BEYOND * matters : 1;
    }

    private void grid(Panel panel, PlotAxis latencies, int top) {
        int bottom = top + PANEL;
        for (double tick : latencies.ticks()) {
            double y = latencies.pixel(tick);
            svg.line(new Svg.Point(LEFT, y), new Svg.Point(WIDTH - RIGHT, y), Stroke.solid(GRID, 1));
            svg.words(new Svg.Point(LEFT - 8, y + 4), Anchor.END, INK, 11, Figures.plain(tick));
        }
        for (double tick : rates.ticks()) {
            double x = rates.pixel(tick);
            svg.line(new Svg.Point(x, top), new Svg.Point(x, bottom), Stroke.solid(GRID, 1));
            svg.words(new Svg.Point(x, bottom + 16), Anchor.MIDDLE, INK, 11, Figures.plain(tick));
        }
        svg.line(new Svg.Point(LEFT, bottom), new Svg.Point(WIDTH - RIGHT, bottom), Stroke.solid(INK, 1));
        svg.line(new Svg.Point(LEFT, top), new Svg.Point(LEFT, bottom), Stroke.solid(INK, 1));
        words(LEFT, top - 8, INK, 13, panel.name() + " (ms)");
        svg.words(
                new Svg.Point((LEFT + WIDTH - RIGHT) / 2.0, bottom + 32),
                Anchor.MIDDLE,
                INK,
                12,
                "requests/s of the whole fleet");
    }

    /** Up to where it leaves the panel. */
    private void curve(
            LatencyCurve fleet,
            Panel panel,
            PlotAxis latencies,
            Function<LatencyCurve.Point, OperatingPoint> figure,
            Stroke stroke) {
        List<Svg.Point> points = new ArrayList<>();
        double rate = 0;
        double before = 0;
        for (LatencyCurve.Point point : fleet.points()) {
            double millis = panel.latency().applyAsDouble(figure.apply(point));
            double inside = Math.min(latencies.share(before, millis), rates.share(rate, point.perSecond()));
            if (points.isEmpty() || inside >= 1) {
                points.add(new Svg.Point(rates.pixel(point.perSecond()), latencies.pixel(millis)));
            } else {
                double x = rate + inside * (point.perSecond() - rate);
                double y = before + inside * (millis - before);
                points.add(new Svg.Point(rates.pixel(x), latencies.pixel(y)));
                break;
            }
            rate = point.perSecond();
            before = millis;
        }
        svg.curve(points, stroke);
    }

    private void mark(double perSecond, String colour, int top) {
        if (perSecond > 0 && rates.holds(perSecond)) {
            double x = rates.pixel(perSecond);
            svg.line(new Svg.Point(x, top), new Svg.Point(x, top + PANEL), new Stroke(colour, 1.5, "2 3"));
        }
    }

    private double largest() {
        return curves.answer().replicas() * curves.answer().maxRequestsPerSecondPerReplica();
    }

    private void legend(Panel panel, int top) {
        int y = top + 14;
        int replicas = answered().replicas();
        y = entry(STATED, panel.figure() + ", " + count(replicas), y);
        if (!panel.figure().equals("mean")) {
            y = entry(MEAN, "mean, " + count(replicas), y);
        }
        for (LatencyCurve fleet : curves.fleets()) {
            if (fleet.replicas() != replicas) {
                y = entry(neighbour(fleet), panel.figure() + ", " + count(fleet.replicas()), y);
            }
        }
        if (panel.limit() > 0) {
            y = entry(LIMIT, panel.figure() + " limit " + Figures.plain(panel.limit()) + " ms", y);
        }
        y = entry(ASKED, "asked " + Figures.plain(curves.askedPerSecond()) + "/s", y);
        if (largest() > 0) {
            y = entry(LARGEST, "within limits " + Figures.plain(largest()) + "/s", y);
        }
        if (panel.answered() != null) {
            svg.dot(new Svg.Point(WIDTH - RIGHT + 24, y - 4), STATED);
            words(WIDTH - RIGHT + 40, y, INK, 11, "the answer");
        }
    }

    private int entry(String colour, String words, int y) {
        int x = WIDTH - RIGHT + 14;
        svg.line(new Svg.Point(x, y - 4), new Svg.Point(x + 20, y - 4), Stroke.solid(colour, 3));
        words(x + 26, y, INK, 11, words);
        return y + 19;
    }

    private void words(double x, double y, String colour, int size, String words) {
        svg.words(new Svg.Point(x, y), Anchor.START, colour, size, words);
    }

    private static String count(int replicas) {
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }
}
