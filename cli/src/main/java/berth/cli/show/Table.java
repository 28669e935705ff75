package berth.cli.show;

import java.util.ArrayList;
import java.util.List;

/// Columns under headings, aligned, two blanks apart. Only the last column may be cut, and only on a terminal.
public final class Table {
    private static final String GAP = "  ";
    private static final int LEAST_LAST = 12;

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    /// A cell's text, and how it looks: `painted` is `text` plus escapes that take no room.
    public record Cell(String text, String painted) {
        public static Cell plain(String text) {
            return new Cell(oneLine(text), oneLine(text));
        }

        private static String oneLine(String text) {
            return text.codePoints().anyMatch(Character::isISOControl)
                    ? text.replaceAll("\\p{Cntrl}+", " ").strip()
                    : text;
        }
    }

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    public int rows() {
        return rows.size();
    }

    /// @throws IllegalArgumentException when there are not as many cells as headings
    public void add(Cell... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(headings.size() + " cells are a row (got " + cells.length + ")");
        }
        rows.add(List.of(cells));
    }

    public void add(String... texts) {
        var cells = new Cell[texts.length];
        for (var i = 0; i < texts.length; i++) {
            cells[i] = Cell.plain(texts[i]);
        }
        add(cells);
    }

    /// The table's lines, each with its end.
    ///
    /// @param width columns of the terminal; 0: cut nothing
    public String text(Paint paint, int width) {
        var widths = new int[headings.size()];
        for (var column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).length();
            for (var row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column).text()));
            }
        }
        var out = new StringBuilder();
        line(
                out,
                headings.stream().map(text -> new Cell(text, paint.faint(text))).toList(),
                widths,
                width);
        rows.forEach(row -> line(out, row, widths, width));
        return out.toString();
    }

    private static void line(StringBuilder out, List<Cell> cells, int[] widths, int width) {
        var used = 0;
        for (var column = 0; column < cells.size(); column++) {
            var cell = cells.get(column);
            if (column == cells.size() - 1) {
                out.append(width == 0 ? cell.painted() : cut(cell, Math.max(LEAST_LAST, width - used)));
                break;
            }
            out.append(cell.painted());
            var gap = widths[column] - length(cell.text()) + GAP.length();
            out.repeat(' ', gap);
            used += widths[column] + GAP.length();
        }
        while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        out.append('\n');
    }

    private static String cut(Cell cell, int room) {
        if (length(cell.text()) <= room) {
            return cell.painted();
        }
        var end = cell.text().offsetByCodePoints(0, room - 1);
        return cell.text().substring(0, end) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
