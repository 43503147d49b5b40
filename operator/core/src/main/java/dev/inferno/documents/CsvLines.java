package dev.inferno.documents;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated text as RFC 4180 has it: quoted cells may hold commas, line breaks and doubled quotes. */
final class CsvLines {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** One record and the line of the file it begins on, counted from 1. */
    record Line(int number, List<String> cells) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    private CsvLines() {}

    /** Blank lines are kept. @throws BadDocument when a quote is not closed */
    static List<Line> parse(String text) {
        List<Line> lines = new ArrayList<>();
        int at = text.length() - withoutMark(text).length();
        int number = 1;
        while (at < text.length()) {
            List<String> cells = new ArrayList<>();
            int begun = number;
            boolean more = true;
            while (more) {
                int end = end(text, at, begun);
                String raw = text.substring(at, end);
                cells.add(cell(raw.strip()));
                number += (int) raw.chars().filter(c -> c == '\n').count();
                more = end < text.length() && text.charAt(end) == ',';
                at = end + 1;
            }
            lines.add(new Line(begun, List.copyOf(cells)));
            number++;
        }
        return List.copyOf(lines);
    }

    /** Without the byte order mark that some spreadsheets write. */
    static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Of the cell that begins there. A doubled quote closes and opens again, which comes to the same. */
    private static int end(String text, int from, int line) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted && (c == ',' || c == '\n')) {
                return i;
            }
        }
        if (quoted) {
            throw new BadDocument("line " + line + ": a quote (\") is opened and never closed");
        }
        return text.length();
    }

    private static String cell(String raw) {
        boolean quoted = raw.length() >= 2 && raw.startsWith("\"") && raw.endsWith("\"");
        return quoted ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"").strip() : raw;
    }
}
