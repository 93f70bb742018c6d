package org.chainrule.tabular.csv;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.chainrule.tabular.number.Decimal;
import org.chainrule.tabular.value.UnitWords;

/// The records at the beginning of a file that form its table: from the first with the usual number of fields on, most
/// records have that number.
///
/// @param records the records, with those above the table
/// @param width   the usual number of fields
/// @param rows    the number of records that have it
record Block(List<HeadRecord> records, int width, int rows) {
    private static final double MOST_ALIKE = 0.8;
    private static final double MOST_NUMBERS = 0.6;
    private static final int MOST_FOOTERS = 10;
    private static final int MOST_TITLES = 40;
    private static final int LOOKED_AT = 50;

    /// Returns the block with the most rows; of width 0 if no number of fields above 1 is usual.
    static Block of(List<HeadRecord> records) {
        int end = records.size();
        while (end > 0 && end > records.size() - MOST_FOOTERS && records.get(end - 1).size() == 1) {
            end--;
        }
        List<HeadRecord> kept = records.subList(0, end);
        Block best = new Block(records, 0, 0);
        for (int width : kept.stream().mapToInt(HeadRecord::size).filter(size -> size > 1).distinct().toArray()) {
            for (int from = 0; from < Math.min(end, MOST_TITLES); from++) {
                int rows = (int) kept.stream().skip(from).filter(record -> record.size() == width).count();
                if (kept.get(from).size() == width && rows > 1 && rows >= MOST_ALIKE * (end - from)) {
                    best = rows > best.rows ? new Block(records, width, rows) : best;
                    break;
                }
            }
        }
        return best;
    }

    /// Returns the separator with which a table stands below titles; 0 if none does.
    ///
    /// @param separators the candidates
    static char separator(byte[] head, char quote, int skipped, String separators) {
        char found = 0;
        Block best = new Block(List.of(), 0, 0);
        for (int i = 0; i < separators.length(); i++) {
            char candidate = separators.charAt(i);
            Block block = of(HeadRecord.read(head, false, new Dialect(candidate, quote, skipped, false), false,
                    StandardCharsets.UTF_8));
            int header = block.header(true);
            boolean titled = candidate == ' ' ? header > 0 && found == 0 : header >= 0;
            if (titled && (block.rows > best.rows || block.rows == best.rows && block.width > best.width)) {
                best = block;
                found = candidate;
            }
        }
        return found;
    }

    /// Returns the index of the header, below all titles; -1 if no record is evidently the header.
    ///
    /// @param expected whether the table has a header; otherwise the index is that of the first row
    int header(boolean expected) {
        if (width == 0) {
            return -1;
        }
        for (int i = 0; i < Math.min(records.size() - 1, MOST_TITLES); i++) {
            HeadRecord record = records.get(i);
            if (expected ? names(i) && !betterBelow(i) : begins(i)) {
                return areTitles(i) ? i : -1;
            }
            if (!isTitle(record)) {
                return -1;
            }
        }
        return -1;
    }

    /// Returns whether the record below names the columns too, and more of them.
    private boolean betterBelow(int i) {
        HeadRecord record = records.get(i);
        return i + 2 < records.size() && 2 * record.filled() <= Math.max(width, 3) && isTitle(record) && names(i + 1)
                && records.get(i + 1).filled() > record.filled() + 1;
    }

    /// Returns whether the records above the header are titles, and not another table.
    private boolean areTitles(int header) {
        List<HeadRecord> several = records.subList(0, header).stream().filter(title -> title.filled() > 1).toList();
        return several.size() < rows && several.stream().filter(title -> title.filled() > 2).mapToInt(HeadRecord::size)
                .allMatch(size -> several.stream().filter(title -> title.size() == size).count() == 1);
    }

    private boolean isTitle(HeadRecord record) {
        return record.filled() == 1 || 2 * record.filled() <= width || record.size() != width;
    }

    /// Returns whether a record is the header: words above numbers, years above numbers, or, below a title, distinct
    /// words.
    private boolean names(int i) {
        HeadRecord record = records.get(i);
        if (record.filled() < 2 || record.size() != width && !(record.size() > width && record.emptyFrom(width))) {
            return false;
        }
        boolean[] numeric = numeric(i + 1);
        long numbers = columns().filter(c -> numeric[c]).count();
        long words = columns().filter(c -> numeric[c] && record.word(c)).count();
        // A header may have lost a separator and be followed by units.
        boolean units = records.subList(0, i).stream().anyMatch(title -> title.filled() > 1) && isUnits(i);
        if (words > 0 && 2 * words >= columns().filter(c -> numeric[c] && !record.field(c).isEmpty()).count()
                && !units) {
            return true;
        }
        if (numbers > 1 && years(record)) {
            return true;
        }
        List<HeadRecord> above = records.subList(0, i);
        boolean titled = i > 0 && above.stream().allMatch(title -> title.filled() == 1)
                && (width > 2 || above.stream().allMatch(title -> title.field(0).contains(" ") && title.size() == 1));
        return titled && numbers == 0 && record.filled() >= width - 1
                && columns().noneMatch(record::number) && below(i + 1) > above.size()
                && record.fields().stream().distinct().count() == record.size();
    }

    /// Returns whether a record is the first row of a table without a header: titles above it are phrases.
    private boolean begins(int i) {
        HeadRecord record = records.get(i);
        return record.size() == width && record.filled() > 1 && records.subList(0, i).stream()
                .allMatch(title -> title.filled() == 1 && title.fields().stream()
                        .anyMatch(field -> !HeadRecord.isNumber(field)
                                && (field.contains(" ") || field.endsWith(":"))));
    }

    /// Returns whether the first record is a phrase, as a title is, above rows of three values or more, and no header is
    /// found.
    boolean isTitleOnly() {
        HeadRecord first = records.getFirst();
        return width > 2 && records.size() > 1 && first.filled() == 1 && header(true) < 0
                && (first.size() != width || width > 3 || first.field(0).contains(" ") || first.number(0)
                        || records.get(1).filled() == 1 || !first.emptyFrom(1));
    }

    private long below(int from) {
        return records.stream().skip(from).filter(record -> record.size() == width).count();
    }

    IntStream columns() {
        return IntStream.range(0, width);
    }

    /// Returns for each column whether most of its values, from a record on, look like numbers.
    boolean[] numeric(int from) {
        boolean[] numeric = new boolean[width];
        List<HeadRecord> above = records.subList(Math.max(0, from - 2), from);
        List<HeadRecord> below = records.stream().skip(from).filter(record -> record.size() >= width)
                .filter(record -> above.stream().noneMatch(record::repeats)).limit(LOOKED_AT).toList();
        columns().forEach(c -> {
            List<HeadRecord> rows = below.stream().filter(record -> !record.missing(c)).toList();
            long numbers = rows.stream().filter(record -> record.number(c)).count();
            numeric[c] = numbers > 0 && numbers >= MOST_NUMBERS * rows.size();
        });
        return numeric;
    }

    /// Returns whether the numbers of a record are rising whole numbers, as years that name columns are.
    private boolean years(HeadRecord record) {
        double last = Double.NEGATIVE_INFINITY;
        int count = 0;
        for (int c = 0; c < width; c++) {
            double number = Decimal.of(record.field(c));
            if (!Double.isNaN(number)) {
                if (number <= last || number != Math.rint(number) || number < 1000 || number > 2999) {
                    return false;
                }
                last = number;
                count++;
            }
        }
        return count > 1 && columns().filter(record::number).count() == count;
    }

    /// Returns whether a record holds units or types of the columns instead of values: it has no number where the
    /// records below have some, and its words above numbers are units.
    boolean isUnits(int i) {
        HeadRecord record = records.get(i);
        if (record.size() < width || !record.emptyFrom(width) || i + 1 >= records.size()) {
            return false;
        }
        if (columns().anyMatch(c -> record.word(c) && repeatsBelow(i, c))) {
            return false;
        }
        boolean[] numeric = numeric(i + 1);
        long units = columns().filter(c -> numeric[c] && UnitWords.matches(record.field(c))).count();
        long others = columns().filter(c -> numeric[c] && !UnitWords.matches(record.field(c))
                && !UnitWords.isNone(record.field(c))).count();
        long values = columns().filter(c -> !numeric[c] && !UnitWords.matches(record.field(c))
                && !UnitWords.isNone(record.field(c))).count();
        return units > 0 && columns().filter(record::number).allMatch(c -> UnitWords.isNone(record.field(c)))
                && (others == 0 && values <= units || values == 0 && others <= units / 2);
    }

    /// Returns whether a record further below has the same value in a column, and others elsewhere.
    private boolean repeatsBelow(int i, int column) {
        HeadRecord own = records.get(i);
        return records.stream().skip(i + 2L)
                .anyMatch(record -> record.field(column).equals(own.field(column)) && !record.repeats(own));
    }

    /// Returns whether a record holds descriptions of the columns, such as the questions of a survey: phrases where the
    /// records below have numbers.
    boolean isDescription(int i) {
        HeadRecord record = records.get(i);
        if (record.size() != width || i + 1 >= records.size()) {
            return false;
        }
        boolean[] numeric = numeric(i + 1);
        long phrases = columns().filter(c -> numeric[c] && record.word(c) && isPhrase(record.field(c))).count();
        return phrases > 1 && columns().noneMatch(record::number)
                && 2 * phrases > columns().filter(c -> numeric[c]).count();
    }

    private static boolean isPhrase(String text) {
        return text.split("\\s+").length > 2 || text.startsWith("{\"");
    }

    /// Returns whether a record holds distinct words where all records below hold numbers, in two columns at least.
    boolean isSecondHeader(int i) {
        HeadRecord record = records.get(i);
        if (record.size() != width || below(i + 1) < 2) {
            return false;
        }
        boolean[] numeric = numeric(i + 1);
        List<String> words = columns().filter(c -> numeric[c]).mapToObj(record::field).toList();
        return words.size() > 1 && words.stream().distinct().count() == words.size()
                && columns().filter(c -> numeric[c]).allMatch(record::word)
                && columns().noneMatch(record::number)
                && columns().filter(c -> numeric[c]).allMatch(c -> records.stream().skip(i + 1L)
                        .noneMatch(row -> row.field(c).equals(record.field(c))));
    }
}
