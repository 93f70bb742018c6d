package org.chainrule.tabular.read;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.chainrule.io.Json;
import org.chainrule.tabular.csv.CsvScanner;
import org.chainrule.tabular.csv.Dialect;
import org.chainrule.tabular.table.Column;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.chainrule.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares the scanner with another CSV reader, and with files made to test CSV readers.
class CsvScannerTest {
    private static final List<List<String>> FAILED = List.of(List.of("failed"));

    private static List<List<String>> scan(String csv) {
        List<List<String>> rows = new ArrayList<>();
        CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                new Dialect(',', '"', 0, false));
        try {
            while (scanner.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < scanner.fields(); i++) {
                    row.add(scanner.text(i, StandardCharsets.UTF_8));
                }
                rows.add(row);
            }
        } catch (IOException e) {
            return FAILED;
        }
        return rows;
    }

    private static List<List<String>> fastCsv(String csv) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().skipEmptyLines(false).allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE).ofCsvRecord(csv)) {
            return reader.stream().map(CsvRecord::getFields).toList();
        } catch (CsvParseException | IOException e) {
            return FAILED;
        }
    }

    @Test
    void agreesWithFastCsvOnRandomText() {
        SplittableRandom random = new SplittableRandom(3);
        String letters = "ab\"\",,\n\r\n";
        int failed = 0;
        for (int i = 0; i < 40_000; i++) {
            StringBuilder csv = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                csv.append(letters.charAt(random.nextInt(letters.length())));
            }
            String text = csv.toString();
            List<List<String>> rows = scan(text);
            assertThat(rows).as(() -> Json.write(text)).isEqualTo(fastCsv(text));
            failed += rows.equals(FAILED) ? 1 : 0;
        }
        assertThat(failed).isBetween(1_000, 30_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
            "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"})
    void readsCsvSpectrum(String name) throws IOException {
        String text = Files.readString(SharedData.require("csv/csv-spectrum/csvs/" + name + ".csv"));
        // if the files were checked out as text, their line ends no longer test anything
        String lines = name.endsWith("_crlf") ? text.replaceAll("\r?\n", "\r\n") : text;
        byte[] csv = lines.getBytes(StandardCharsets.UTF_8);
        Table guessed = Tables.read(new ByteArrayInputStream(csv), name);
        Map<String, Column.Kind> words = new LinkedHashMap<>();
        guessed.columns().forEach(column -> words.put(column.name(), Column.Kind.TEXT));
        Table table = Tables.read(new ByteArrayInputStream(csv), name, TableFormat.detected().kinds(words));
        List<Map<String, String>> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            Map<String, String> values = new LinkedHashMap<>();
            for (Column column : table.columns()) {
                values.put(column.name(), column.text(row));
            }
            rows.add(values);
        }
        Object json = Json.parse(
                Files.readString(SharedData.require("csv/csv-spectrum/json/" + name + ".json")), name);
        Object expected = json instanceof List<?> list ? list : List.of(json);
        if (name.equals("location_coordinates")) {
            // the expected file has another telephone number than its table
            rows.getFirst().put("Contact Phone Number", "1234567890");
        }
        assertThat((Object) rows).isEqualTo(expected);
    }
}
