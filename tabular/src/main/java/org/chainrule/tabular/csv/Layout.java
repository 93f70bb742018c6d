package org.chainrule.tabular.csv;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.remark.ReadingRemark;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.source.TextSource;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.TableFormat;

/// The lines of a file that are no rows: titles above the header, a second line of the header, units below it, and lines
/// that were recognised later as totals or footers.
///
/// @param dialect the dialect; it skips the titles
/// @param framed  whether each record begins and ends with a separator
/// @param groups  for each column the name from the line above the header that precedes its own; empty if there is no
///     such line
/// @param units   the records below the header that hold units
/// @param numeric for each column whether its first values look like numbers; empty if that is not known
/// @param leftOut the lines left out
/// @param last    the last line of the table
/// @param notes   the remarks on these lines
public record Layout(Dialect dialect, boolean framed, List<String> groups, List<HeadRecord> units, boolean[] numeric,
        Set<Long> leftOut, long last, List<Remark> notes) {
    private static final int MOST_UNITS = 2;

    /// The layout of records with names, as CSV.
    public static final Layout RECORDS = plain(Dialect.RECORDS);

    /// Returns the layout of a file that holds only rows and perhaps a header.
    private static Layout plain(Dialect dialect) {
        return new Layout(dialect, false, List.of(), List.of(), new boolean[0], Set.of(), Long.MAX_VALUE, List.of());
    }

    /// Detects the layout of a file.
    ///
    /// @throws FormatException if two lines may be the header
    public static Layout of(TextSource source, TableFormat format, Dialect detected) {
        byte[] head = source.head();
        boolean whole = head.length < TextSource.HEAD;
        Charset charset = source.charset();
        boolean given = format.skipRows() >= 0;
        Dialect dialect = given ? skipping(detected, Math.max(detected.skipped(), format.skipRows())) : detected;
        boolean framed = isFramed(HeadRecord.read(head, whole, dialect, false, charset), dialect);
        Block block = Block.of(HeadRecord.read(head, whole, dialect, framed, charset));
        if (dialect.hash() || block.width() == 0) {
            Layout plain = plain(dialect);
            return new Layout(dialect, framed, List.of(), List.of(), plain.numeric, Set.of(), plain.last, List.of());
        }
        List<HeadRecord> records = block.records();
        List<Remark> notes = new ArrayList<>();
        int found = given ? 0 : Math.max(0, block.header(format.header()));
        int header = found;
        if (format.header() && !given && block.isTitleOnly()) {
            Refusal.TitleOnly refusal = new Refusal.TitleOnly(source.name(), records.getFirst().line(),
                    records.get(1).line(), block.width());
            throw FormatException.because(source.name(), refusal.sentence(), refusal);
        }
        List<String> groups = List.of();
        if (format.header() && repeats(records.get(header).fields())) {
            for (int first = Math.max(0, header - 1); first <= header && groups.isEmpty()
                    && first + 1 < records.size(); first++) {
                if (!given || first == header) {
                    groups = joined(block, first);
                    header = groups.isEmpty() ? header : first + 1;
                }
            }
        }
        int titles = groups.isEmpty() ? header : header - 1;
        if (titles > 0) {
            List<Integer> lines = records.subList(0, titles).stream().map(record -> Math.toIntExact(record.line()))
                    .toList();
            notes.add(new ReadingRemark.Titles(lines, Math.toIntExact(records.get(titles).line()), format.header()));
        }
        if (!groups.isEmpty()) {
            notes.add(new ReadingRemark.JoinedHeader(Math.toIntExact(records.get(header - 1).line()),
                    Math.toIntExact(records.get(header).line()), example(groups, records.get(header))));
        }
        if (header > 0) {
            dialect = skipping(dialect, Math.toIntExact(records.get(header).line()) - 1);
        }
        boolean words = holdsWords(block, header, format);
        List<HeadRecord> units = format.header() && !words ? units(block, header + 1) : List.of();
        Set<Long> leftOut = new HashSet<>();
        for (HeadRecord record : units) {
            leftOut.add(record.line());
            notes.add(new ReadingRemark.Units(record.line(),
                    record.fields().stream().filter(field -> !field.isEmpty()).limit(3).toList()));
        }
        int rows = header + 1 + units.size();
        if (format.header() && !given && !words && units.isEmpty() && rows < records.size()
                && block.isSecondHeader(rows)) {
            throw ambiguous(source.name(), records.get(header), records.get(rows));
        }
        return new Layout(dialect, framed, groups, units, block.numeric(rows), Set.copyOf(leftOut), Long.MAX_VALUE,
                List.copyOf(notes));
    }

    private static FormatException ambiguous(String source, HeadRecord first, HeadRecord second) {
        Refusal.TwoHeaders refusal = new Refusal.TwoHeaders(source, first.line(), second.line(),
                second.fields().stream().filter(field -> !field.isEmpty()).findFirst().orElse(""));
        return FormatException.because(source, refusal.sentence(), refusal);
    }

    private static Dialect skipping(Dialect dialect, int lines) {
        return new Dialect(dialect.separator(), dialect.quote(), lines, dialect.hash() && lines == dialect.skipped());
    }

    /// Returns whether all records, but for titles and footers, begin and end with a separator.
    private static boolean isFramed(List<HeadRecord> records, Dialect dialect) {
        List<HeadRecord> rows = records.stream().filter(record -> record.size() > 1).toList();
        return dialect.separator() == '|' && rows.size() > 1 && rows.stream().allMatch(record -> record.size() > 2
                && record.field(0).isEmpty() && record.field(record.size() - 1).isEmpty());
    }

    /// Returns whether the line below the header has words in columns that are known to hold words.
    private static boolean holdsWords(Block block, int header, TableFormat format) {
        HeadRecord names = block.records().get(header);
        return header + 1 < block.records().size() && block.columns()
                .anyMatch(c -> format.kinds().get(names.field(c)) == Column.Kind.TEXT
                        && block.records().get(header + 1).word(c));
    }

    private static List<HeadRecord> units(Block block, int from) {
        List<HeadRecord> units = new ArrayList<>();
        for (int i = from; i < Math.min(from + MOST_UNITS, block.records().size() - 1)
                && (block.isUnits(i) || block.isDescription(i)); i++) {
            units.add(block.records().get(i));
        }
        return units;
    }

    private static boolean repeats(List<String> names) {
        List<String> filled = names.stream().filter(name -> !name.isEmpty()).toList();
        return filled.stream().distinct().count() < filled.size();
    }

    /// Returns the names of a line for the columns of the line below, if together they are distinct and the lower line
    /// has no number; otherwise an empty list.
    private static List<String> joined(Block block, int first) {
        if (first + 2 >= block.records().size()) {
            return List.of();
        }
        HeadRecord upper = block.records().get(first);
        HeadRecord lower = block.records().get(first + 1);
        boolean[] numeric = block.numeric(first + 2);
        if (lower.size() < block.width() || upper.filled() == 0 || upper.size() != block.width()
                || upper.filled() == 1 && block.width() > 2 && !upper.field(0).isEmpty()
                || block.columns().noneMatch(c -> numeric[c])
                || block.columns().anyMatch(c -> numeric[c] && !lower.word(c))) {
            return List.of();
        }
        boolean whole = upper.filled() == block.width();
        List<String> groups = new ArrayList<>();
        String group = "";
        for (int c = 0; c < block.width(); c++) {
            String own = upper.field(c);
            group = own.isEmpty() && !whole ? group : own;
            groups.add(group.equals(lower.field(c)) ? "" : group);
        }
        List<String> names = IntStream.range(0, block.width()).mapToObj(c -> name(groups.get(c), lower.field(c)))
                .toList();
        return repeats(names) ? List.of() : groups;
    }

    private static String example(List<String> groups, HeadRecord names) {
        int place = IntStream.range(0, groups.size()).filter(c -> !groups.get(c).isEmpty()).findFirst().orElse(0);
        return name(groups.get(place), names.field(place));
    }

    private static String name(String group, String name) {
        return (group + " " + name).strip();
    }

    /// Returns the name of a column, with its group.
    String named(int column, String name) {
        return groups.isEmpty() || column >= groups.size() ? name : name(groups.get(column), name);
    }

    /// Returns a copy without some lines.
    public Layout without(Set<Long> lines, List<Remark> remarks) {
        Set<Long> all = new HashSet<>(leftOut);
        all.addAll(lines);
        List<Remark> more = new ArrayList<>(notes);
        more.addAll(remarks);
        return new Layout(dialect, framed, groups, units, numeric, Set.copyOf(all), last, List.copyOf(more));
    }

    /// Returns a copy that ends with a line.
    public Layout until(long line) {
        return new Layout(dialect, framed, groups, units, numeric, leftOut, line, notes);
    }
}
