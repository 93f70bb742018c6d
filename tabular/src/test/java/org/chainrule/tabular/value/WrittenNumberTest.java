package org.chainrule.tabular.value;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.number.WrittenNumber;
import org.chainrule.tabular.number.WrittenNumber.Bound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenNumberTest {
    /// A style (P or C, or B for both), a text, its value, its unit and its bound; `_` is a no-break space.
    private static final String READ = """
            P|$382.79|382.79|$
            B|US$ 5|5|$
            C|4.950,34_€|4950.34|€
            B|EUR 12|12|€
            B|12 eur|12|€
            P|CHF 1'234.50|1234.5|CHF
            P|Fr. 1’234.50|1234.5|CHF
            C|R$ 10,00|10|R$
            B|kr 20|20|kr
            B|kr20|20|kr
            P|DT7.50|7.5|TND
            B|20 kr.|20|kr
            B|20 SEK|20|SEK
            C|12,50 zł|12.5|zł
            C|12,50 PLN|12.5|zł
            B|₹ 500|500|₹
            P|Rs.1,23,456.78|123456.78|₹
            B|￥1200|1200|¥
            P|12,000円|12000|¥
            P|12,000원|12000|₩
            C|1 234,50 руб.|1234.5|₽
            P|NT$12,000|12000|NT$
            B|$5 CAD|5|C$
            B|CAD $5|5|C$
            B|€5 EUR|5|€
            B|USD12|12|$
            B|12 dollars|12|$
            B|50¢|50|¢
            P|R10.50|10.5|R
            C|R 1 234,50|1234.5|R
            B|-$5|-5|$
            B|$-5|-5|$
            B|- $ 5|-5|$
            P|($5.00)|-5|$
            P|$(5.00)|-5|$
            C|(5,00) €|-5|€
            B|-5 €|-5|€
            B|5- €|-5|€
            B|5 €-|-5|€
            B|5,- €|5|€
            B|5.-|5|
            B|CHF 5.--|5|CHF
            B|500:-|500|
            B|€ 5,—|5|€
            P|$25/hr|25|$/h
            B|€1200 per month|1200|€/month
            C|1,99 €/kg|1.99|€/kg
            P|13.8%|13.8|%
            C|13,8_%|13.8|%
            B|%5|5|%
            B|5 percent|5|%
            B|５％|5|%
            B|5‰|5|‰
            B|25 bps|25|bp
            P|6.31 kg|6.31|kg
            P|6.31Kg|6.31|kg
            B|500 gr.|500|g
            B|20 °C|20|°C
            B|20℃|20|°C
            P|20.5C|20.5|°C
            B|5 m²|5|m²
            B|5 m2|5|m²
            B|5 sq. m.|5|m²
            P|34.46Sq. Meter|34.46|m²
            B|1500 sq ft|1500|sqft
            B|12 Km/H|12|km/h
            B|10 mph|10|mph
            B|3 GB|3|GB
            B|250ml|250|ml
            B|5 ug/m3|5|µg/m³
            B|120 mg/dL|120|mg/dl
            P|8.5 l/100km|8.5|l/100 km
            B|36 months|36|month
            B|1248 CC|1248|cm³
            P|23.4 kmpl|23.4|km/l
            B|27"|27|in
            B|60W|60|W
            P|1.5x|1.5|x
            P|(123.45)|-123.45|
            P|(-123.45)|-123.45|
            C|—104,55|-104.55|
            C|104,55-|-104.55|
            C|104,55 -|-104.55|
            C|−104,55|-104.55|
            B|–5|-5|
            B|－5|-5|
            B|+5|5|
            C|37,81+|37.81|
            C|1 234,5 CR|-1234.5|
            P|500.00 Cr|-500|
            P|500.00 Dr|500|
            C|104,55 S|-104.55|
            C|37,81 H|37.81|
            B|1'234'567|1234567|
            P|35,47,799.97|3547799.97|
            P|1,00,000|100000|
            C|1\u202f234,5|1234.5|
            C|1\u2009234,5|1234.5|
            C|1_234,5|1234.5|
            B|12 345|12345|
            P|1,234|1234|
            C|1,234|1.234|
            B|١٬٢٣٤٫٥٠|1234.5|
            B|۱۲۳٫۴|123.4|
            P|१२३.५|123.5|
            B|৳ ১২৩|123|৳
            P|１２３．４|123.4|
            P|3.5M|3500000|
            P|$3.5M|3500000|$
            P|£3.5m|3500000|£
            P|1.2k|1200|
            B|5 K|5000|
            B|2bn|2000000000|
            C|2,5 Mrd. EUR|2500000000|€
            B|2 Mio|2000000|
            B|2 Mio. €|2000000|€
            P|1.5 million|1500000|
            B|5 M€|5000000|€
            C|12,5 T€|12500|€
            B|5 TEUR|5000|€
            B|5kEUR|5000|€
            B|3 lakh|300000|
            P|1.2 crore|12000000|
            P|₹1.25 Cr|12500000|₹
            P|₹1,234.50 Cr|12345000000|₹
            B|5万|50000|
            B|3億5000万円|350000000|¥
            B|5 m|5|m
            B|5m|5|m
            B|5 M|5000000|
            B|5B|5000000000|
            B|512 B|512|B
            B|5T|5000000000000|
            B|5 T|5|t
            P|1.1G|1100000000|
            B|500 G|500|g
            B|1e3|1000|
            P|1.5E−4|0.00015|
            P|1.5×10^3|1500|
            P|1.5 x 10³|1500|
            P|1.5×10⁻³|0.0015|
            P|1.5x10-3|0.0015|
            B|10^6|1000000|
            P|1.5D+03|1500|
            B|₹50L|5000000|₹
            B|3조 5000억|3500000000000|
            C|21,5 Grad Celsius|21.5|°C
            B|5 yo|5|year
            B|max. 5|5||BELOW
            C|40 % vol.|40|%
            P|<0.5|0.5||BELOW
            P|< 0.5 mg/l|0.5|mg/l|BELOW
            B|≤5|5||BELOW
            B|<= 5|5||BELOW
            B|less than 5|5||BELOW
            B|< 1 year|1|year|BELOW
            B|>100|100||ABOVE
            B|≥ $5|5|$|ABOVE
            B|65+|65||ABOVE
            B|10+ years|10|year|ABOVE
            B|80 and over|80||ABOVE
            B|~5|5||ABOUT
            B|ca. 5 kg|5|kg|ABOUT
            B|≈ 5|5||ABOUT
            B|<-5|-5||BELOW
            B|="123"|123|
            B|'123|123|
            B|"123"|123|
            B|3 1/2|3.5|
            B|3½ kg|3.5|kg
            B|½|0.5|
            B|1/2 cup|0.5|cup
            B|2½ million|2500000|
            P|0.05*|0.05|
            P|1,234[5]|1234|
            P|.5|0.5|
            P|$.50|0.5|$
            B|_5\u3000|5|
            B|\ufeff5|5|
            P|-0.00|0|
            """;

    record Row(NumberStyle style, String text, WrittenNumber number) {
    }

    static List<Row> read() {
        List<Row> rows = new ArrayList<>();
        for (String line : READ.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            WrittenNumber number = new WrittenNumber(Double.parseDouble(cells[2]), cells[3],
                    cells.length > 4 ? Bound.valueOf(cells[4]) : Bound.NONE);
            String text = cells[1].replace('_', '\u00A0');
            if (!cells[0].equals("C")) {
                rows.add(new Row(NumberStyle.POINT, text, number));
            }
            if (!cells[0].equals("P")) {
                rows.add(new Row(NumberStyle.COMMA, text, number));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("read")
    void readsNumbersAsPeopleWriteThem(Row row) {
        assertThat(WrittenNumber.of(row.text, row.style)).isEqualTo(row.number);
    }

    @Test
    void underscoresGroupDigits() {
        assertThat(WrittenNumber.of("1_234_567", NumberStyle.POINT))
                .isEqualTo(new WrittenNumber(1_234_567, "", Bound.NONE));
        assertThat(WrittenNumber.of("1_23", NumberStyle.POINT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "€", "A12", "12A", "5th", "1st", "SKU-0237", "CAD-0237", "rs7903146", "DT7",
            "LE-4", "R12", "R 12", "Q1",
            "555-1234", "(555) 123-4567", "+49 171 123 456", "0171 123 456", "2024-01-31", "31.01.2024", "01/02/2024",
            "1/2", "12:30", "192.168.1.1", "192.168.100.200", "1.2.3", "1.2.345", "10-20", "10 - 20", "10–20 %", "0x1F",
            "1F", "3 Main St", "12 34", "1 2", "2024 123", "5'11\"", "ITEM 5", "TOP 10", "ALL 5", "No. 5", "#5",
            "5-speed",
            "5x10", "120/80", "4.5 out of 5", "5 $ 6", "€5 USD", "$5 kg", "5%%", "(5", "5)", "-(5)", "(--5)", "(+5)",
            "5 M/µL", "--5", "5--",
            "+-5",
            "-5-", "1e400", "inf", "NaN", "CHF.50", "1,2,3", "1,23,45", "1'23", "12N", "12C", "3 1/7", "3 5/4", "N 52",
            "5e",
            "12345-6789", "192.168.100.200,", "true", "5 kgs of rice", "Mon 5", "5 PM", "1h 30m"})
    void readsNothingElse(String text) {
        assertThat(WrittenNumber.of(text, NumberStyle.POINT)).as("point").isNull();
        assertThat(WrittenNumber.of(text, NumberStyle.COMMA)).as("comma").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.950,34 €", "1.234.567", "1,23", "1234,567", "104,55-", "12,5 kg", "5,5%"})
    void aDecimalCommaIsNoPoint(String text) {
        assertThat(WrittenNumber.of(text, NumberStyle.POINT)).isNull();
        assertThat(WrittenNumber.of(text, NumberStyle.COMMA)).isNotNull();
    }

    @Test
    void roundsAsTheStandardLibrary() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            String digits = BigDecimal.valueOf(random.nextLong(1L << 62), random.nextInt(30)).toPlainString();
            assertThat(requireNonNull(WrittenNumber.of("$" + digits + "M", NumberStyle.POINT)).value()).as(digits)
                    .isEqualTo(Double.parseDouble(digits + "e6"));
        }
    }

    @Test
    void takesAnyText() {
        String characters = "01234567890123456789..,,--+() ''\"$€%kKmMBT/eExX×^*½\u2044<>~abrs:=[]万億²\u00A0٫٬_";
        SplittableRandom random = new SplittableRandom(3);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            NumberStyle style = i % 2 == 0 ? NumberStyle.POINT : NumberStyle.COMMA;
            WrittenNumber number = WrittenNumber.of(text.toString(), style);
            if (number != null) {
                read++;
                assertThat(number.value()).as(text.toString()).isFinite();
                assertThat(WrittenNumber.of("\u2009" + text + " ", style)).as(text.toString()).isEqualTo(number);
            }
        }
        assertThat(read).isBetween(1_000, 50_000);
    }

    /// Whatever Java writes as an amount of money, as a percentage or as a number is read back.
    @ParameterizedTest
    @ValueSource(strings = {"en-US", "en-GB", "en-IN", "en-CA", "en-AU", "en-ZA", "de-DE", "de-AT", "de-CH", "fr-FR",
            "fr-CH", "fr-CA", "it-IT", "es-ES", "es-MX", "pt-BR", "pt-PT", "nl-NL", "sv-SE", "nb-NO", "da-DK", "fi-FI",
            "pl-PL", "cs-CZ", "hu-HU", "ru-RU", "uk-UA", "tr-TR", "ja-JP", "zh-CN", "ko-KR", "hi-IN", "bn-BD", "ar-EG",
            "ar-SA", "fa-IR", "he-IL", "th-TH", "vi-VN", "id-ID", "ro-RO", "bg-BG", "el-GR", "et-EE"})
    void readsWhatJavaWrites(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        SplittableRandom random = new SplittableRandom(7);
        NumberFormat money = NumberFormat.getCurrencyInstance(locale);
        for (NumberFormat format : List.of(money, NumberFormat.getPercentInstance(locale),
                NumberFormat.getNumberInstance(locale))) {
            DecimalFormat decimal = (DecimalFormat) format;
            int scale = decimal.getMultiplier() == 100 ? 4 : 2;
            decimal.setMaximumFractionDigits(2);
            decimal.setRoundingMode(RoundingMode.UNNECESSARY);
            char mark = format.equals(money)
                    ? decimal.getDecimalFormatSymbols().getMonetaryDecimalSeparator()
                    : decimal.getDecimalFormatSymbols().getDecimalSeparator();
            for (int i = 0; i < 300; i++) {
                BigDecimal value = BigDecimal.valueOf(random.nextLong(-100_000_000, 100_000_000) >> random.nextInt(20),
                        scale);
                String text = decimal.format(value);
                WrittenNumber number = WrittenNumber.of(text, NumberStyle.of(mark == ',' ? ',' : '.'));
                assertThat(number).as(text).isNotNull();
                assertThat(requireNonNull(number).value()).as(text)
                        .isEqualTo(value.scaleByPowerOfTen(scale - 2).doubleValue());
            }
        }
    }
}
