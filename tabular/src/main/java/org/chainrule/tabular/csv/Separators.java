package org.chainrule.tabular.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.chainrule.tabular.number.Decimal;

/// The choice of the separator, made from the records at the beginning of a file.
///
/// @param head    the beginning of the file
/// @param skipped the number of lines before the header
/// @param header  whether a header is expected
record Separators(byte[] head, char quote, int skipped, boolean header) {
    /// Separators that count only if they split all records alike; Hive writes the control character 1.
    static final String RARE = "^\u0001\u001F~:";
    private static final String USUAL = ";\t|,";
    /// Those of the rare separators that text hardly contains.
    private static final String SURE = "^\u0001\u001F";
    private static final int LOOKED_AT = 200;
    /// The share of records with as many fields as the first below which the first may be a title.
    private static final double MOST_ALIKE = 0.8;
    private static final Pattern TIME = Pattern.compile("-?\\d{1,3}(:[0-5]\\d){1,3}([.,]\\d+)?");

    /// A separator with the number of fields into which it splits records, and the share of records that have so many.
    private record Candidate(char separator, int fields, double share) {
        static final Candidate NONE = new Candidate(',', 1, 0);

        boolean betterThan(Candidate other) {
            return fields > 1 && (share > other.share + 0.01 || share > other.share - 0.01 && fields > other.fields);
        }
    }

    /// Returns the separator that splits most records into as many fields as the first record has, at least two. Of
    /// several, returns the one with the most fields. If there is none, returns a rare separator or a blank that splits
    /// all records alike, or a separator that splits most records alike, though not the first. Otherwise returns a
    /// comma.
    char best() throws IOException {
        Candidate usual = Candidate.NONE;
        Candidate below = Candidate.NONE;
        for (int i = 0; i < USUAL.length(); i++) {
            char separator = USUAL.charAt(i);
            List<Integer> counts = records(separator).stream().map(List::size).toList();
            Candidate first = counts.isEmpty() ? Candidate.NONE : share(separator, counts, counts.getFirst());
            usual = first.betterThan(usual) ? first : usual;
            Candidate most = share(separator, counts, mostFrequent(counts));
            below = most.betterThan(below) ? most : below;
        }
        for (int i = 0; i < RARE.length(); i++) {
            char separator = RARE.charAt(i);
            boolean plausible = usual.fields == 1 || SURE.indexOf(separator) >= 0;
            Candidate rare = plausible ? rare(separator) : Candidate.NONE;
            if (rare.share == 1 && rare.fields > 1 && (rare.fields >= usual.fields || usual.share < 1)) {
                return separator;
            }
            below = rare.share > 0.8 && rare.betterThan(below) ? rare : below;
        }
        if (usual.fields == 1 && blanks()) {
            return ' ';
        }
        char titled = usual.share < MOST_ALIKE ? Block.separator(head, quote, skipped, USUAL + SURE + " ") : 0;
        if (titled != 0) {
            return titled;
        }
        return usual.share < 0.5 && below.fields > 1 ? below.separator : usual.separator;
    }

    private static Candidate share(char separator, List<Integer> counts, int fields) {
        return new Candidate(separator, fields,
                counts.stream().filter(count -> count == fields).count() / (double) Math.max(1, counts.size()));
    }

    private static int mostFrequent(List<Integer> counts) {
        Map<Integer, Integer> times = new HashMap<>();
        int best = 1;
        for (int count : counts) {
            if (times.merge(count, 1, Integer::sum) > times.getOrDefault(best, 0)) {
                best = count;
            }
        }
        return best;
    }

    /// Returns the number of fields into which a rare separator splits most records, if the first of these records looks
    /// like names.
    private Candidate rare(char separator) throws IOException {
        List<List<String>> records = records(separator);
        List<Integer> counts = records.stream().map(List::size).toList();
        int fields = mostFrequent(counts);
        List<List<String>> alike = records.stream().filter(record -> record.size() == fields).toList();
        if (fields < 2 || alike.size() < 2) {
            return Candidate.NONE;
        }
        List<String> first = alike.getFirst();
        boolean named = new HashSet<>(first).size() == fields
                && first.stream().noneMatch(name -> name.isBlank() || !Double.isNaN(Decimal.of(name)));
        boolean text = separator == ':' && colonIsText(header ? alike.subList(1, alike.size()) : alike);
        return text || (header ? !named : fields == 2) ? Candidate.NONE : share(separator, counts, fields);
    }

    /// Returns whether the colon belongs to the values: they are times, addresses or lines such as `key: value`.
    private static boolean colonIsText(List<List<String>> rows) {
        return rows.stream().allMatch(row -> TIME.matcher(String.join(":", row)).matches())
                || 2 * rows.stream().filter(row -> row.get(1).startsWith(" ")).count() > rows.size()
                || rows.stream().anyMatch(row -> row.get(1).startsWith("//") || row.get(1).startsWith("\\"));
    }

    /// Returns whether blanks split all records into the same number of fields, at least two, and the second record has
    /// a number. The first record may have one field fewer: R and pandas do not name the column of row names.
    private boolean blanks() throws IOException {
        List<List<String>> records = records(' ');
        if (records.size() < 2) {
            return false;
        }
        List<List<String>> rows = records.subList(1, records.size());
        int fields = rows.getFirst().size();
        int missing = fields - records.getFirst().size();
        if (fields < 2 || rows.stream().anyMatch(row -> row.size() != fields)
                || rows.getFirst().stream().allMatch(value -> Double.isNaN(Decimal.of(value)))
                || records.stream().allMatch(record -> record.getFirst().endsWith(":"))) {
            return false;
        }
        return missing == 0 || missing == 1 && (secondIsQuoted()
                || fields > 2 && FirstRows.areRowNames(rows.stream().map(List::getFirst).toList()));
    }

    private boolean secondIsQuoted() throws IOException {
        CsvScanner scanner = scanner(' ');
        boolean first = scanner.next();
        return first && scanner.next() && scanner.quoted(0);
    }

    private CsvScanner scanner(char separator) throws IOException {
        CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(head),
                new Dialect(separator, quote, skipped, false));
        for (int i = 0; i < skipped; i++) {
            scanner.nextLine();
        }
        return scanner;
    }

    /// Returns the first records, without the last one of the head, which may be incomplete.
    private List<List<String>> records(char separator) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try {
            CsvScanner scanner = scanner(separator);
            while (records.size() < LOOKED_AT && scanner.next()) {
                if (!scanner.blank() && !scanner.rule()) {
                    List<String> fields = new ArrayList<>();
                    for (int i = 0; i < scanner.fields(); i++) {
                        fields.add(scanner.latin(i));
                    }
                    records.add(fields);
                }
            }
        } catch (OpenQuoteException e) {
            // the last record may be incomplete at the end of the head; text after a quote that closes is a fault
            if (e.closed()) {
                records.add(List.of());
            }
            return records;
        }
        if (records.size() > 1 && records.size() < LOOKED_AT) {
            records.removeLast();
        }
        return records;
    }
}
