package dev.inferno.operator.cli;

import java.util.List;
import java.util.Locale;

/**
 * An SVG picture as text: lines, polylines, dots and words. Coordinates in pixels from the top left, written with one decimal
 * in any locale, so that the same picture is the same bytes.
 */
final class Svg {

    /** Where a word stands relative to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** @param dash as in SVG; empty = solid */
    record Stroke(String colour, double width, String dash) {

        static Stroke solid(String colour, double width) {
            return new Stroke(colour, width, "");
        }

        private String attributes() {
            String line = String.format(Locale.ROOT, "stroke=\"%s\" stroke-width=\"%.1f\"", colour, width);
            return dash.isEmpty() ? line : line + " stroke-dasharray=\"" + dash + "\"";
        }
    }

    record Point(double x, double y) {}

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String title) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"sans-serif\" font-size=\"12\">",
                width, height, width, height);
        line("<title>%s</title>", escaped(title));
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    }

    void line(Point from, Point to, Stroke stroke) {
        line(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>",
                from.x(), from.y(), to.x(), to.y(), stroke.attributes());
    }

    void curve(List<Point> points, Stroke stroke) {
        StringBuilder path = new StringBuilder();
        points.forEach(point -> path.append(String.format(Locale.ROOT, "%.1f,%.1f ", point.x(), point.y())));
        line("<polyline points=\"%s\" fill=\"none\" %s/>", path.toString().strip(), stroke.attributes());
    }

    void dot(Point at, String colour) {
        line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"%s\"/>", at.x(), at.y(), colour);
    }

    void words(Point at, Anchor anchor, String colour, int size, String words) {
        line(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>",
                at.x(), at.y(), anchor.name().toLowerCase(Locale.ROOT), colour, size, escaped(words));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String words) {
        StringBuilder escaped = new StringBuilder();
        words.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(allowed(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    /** What XML 1.0 can hold at all. */
    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
