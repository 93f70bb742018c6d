package org.chainrule.tabular.number;

import java.util.Arrays;
import java.util.Set;
import org.chainrule.tabular.number.WrittenNumber.Bound;
import org.jspecify.annotations.Nullable;

/// The grammar of a [WrittenNumber]: it finds the digits and then explains all that stands before and after them, or
/// fails. An instance reads one text.
final class NumberSyntax {
    /// With so many digits before the decimal mark, `500.00 Cr` in a statement of account is a credit, and not 500
    /// crore.
    private static final int CREDIT = 3;

    /// Abbreviations of two letters that people write without a blank before a whole amount.
    private static final Set<String> TOUCHING = Set.of("Rs", "RS", "Rp", "RM", "kr", "Kr", "KR");

    private final NumberStyle style;
    private Bound bound = Bound.NONE;
    /// The currency before the number as written, or a percent sign.
    private String currency = "";
    private boolean lettered;
    private boolean signed;
    private boolean negative;
    private boolean bracket;

    NumberSyntax(NumberStyle style) {
        this.style = style;
    }

    @Nullable
    WrittenNumber parse(String text) {
        String plain = money(withoutFootnote(unwrapped(Glyphs.plain(text, style))));
        int start = DigitRun.start(plain, style.decimal());
        if (start < 0) {
            return null;
        }
        DigitRun run = DigitRun.at(plain, start, style);
        if (run == null || !before(plain.substring(0, start)) || isName(run, plain.lastIndexOf(' ', start) < 0)) {
            return null;
        }
        int end = run.marked() ? run.end() - 1 : run.end();
        return run.grouped() && run.integer() && currency.isEmpty() && isAddress(plain.substring(start, end))
                ? null
                : after(plain, run);
    }

    /// Removes what marks a number as text in a spreadsheet: `="12"`, `'12`, and quotes.
    private static String unwrapped(String text) {
        String rest = text.startsWith("=\"") || text.startsWith("='") ? text.substring(1) : text;
        char first = rest.length() < 2 ? 0 : rest.charAt(0);
        if ((first == '"' || first == '\'') && rest.charAt(rest.length() - 1) == first) {
            return rest.substring(1, rest.length() - 1).strip();
        }
        return first == '\'' && rest.equals(text) ? text.substring(1).strip() : text;
    }

    /// Removes the mark of whole amounts that is usual in India and East Africa, as in `Rs. 89,052/-`, and joins `US $`.
    private static String money(String text) {
        String whole = text.endsWith("/-") || text.endsWith("/=") ? text.substring(0, text.length() - 2) : text;
        return whole.startsWith("US $") ? "US$" + whole.substring(4) : whole;
    }

    /// Removes marks of footnotes: `0.05*`, `1,234[2]`.
    private static String withoutFootnote(String text) {
        int end = text.length();
        int open = text.endsWith("]") ? text.lastIndexOf('[') : -1;
        if (open > 0 && end - open <= 5) {
            end = open;
        }
        while (end > 1 && "*†‡".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end).stripTrailing();
    }

    /// Reads a bound, signs, a bracket and a currency before the digits, and returns whether that was all.
    private boolean before(String text) {
        BoundWords words = BoundWords.before(text);
        bound = words == null ? Bound.NONE : words.bound();
        String rest = text.substring(words == null ? 0 : words.text().length()).strip();
        while (!rest.isEmpty()) {
            int cut = 0;
            while (cut < rest.length() && "-+(".indexOf(rest.charAt(cut)) < 0) {
                cut++;
            }
            if (cut == 0 ? !mark(rest.charAt(cut++)) : !currency(rest.substring(0, cut).strip())) {
                return false;
            }
            rest = rest.substring(cut).strip();
        }
        return true;
    }

    private boolean mark(char c) {
        if (bracket && !signed && c == '-') {
            // (-5) is negative too.
            signed = true;
            return true;
        }
        if (signed || bracket) {
            return false;
        }
        bracket = c == '(';
        signed = !bracket;
        negative = c != '+';
        return true;
    }

    private boolean currency(String word) {
        String found = word.equals("%") ? word : Currencies.of(word);
        if (found == null) {
            int blank = word.indexOf(' ');
            return blank > 0 && currency(word.substring(0, blank)) && currency(word.substring(blank + 1));
        }
        if (!currency.isEmpty() && Currencies.both(currency, word) == null) {
            return false;
        }
        // Of $ and CAD, the longer is the more precise.
        currency = word.length() > currency.length() ? word : currency;
        lettered = Character.isLetter(word.charAt(word.length() - 1));
        return true;
    }

    /// Returns whether letters and digits are rather a name than an amount: `R12`, `DT7`, `rs7903146`, `CAD-0237`.
    private boolean isName(DigitRun run, boolean touching) {
        if (!lettered || run.zeroFirst()) {
            return lettered;
        }
        int letters = currency.charAt(0) < 0x80 ? currency.length() : 3;
        return letters == 1 && run.decimals() != 2 && !run.grouped()
                || letters == 2 && touching && run.decimals() == 0 && !run.grouped() && !TOUCHING.contains(currency);
    }

    /// Returns whether groups of digits are rather a telephone number with the code of a country, as in `+49 171 123`,
    /// or an internet address, as in `192.168.100.200`.
    private boolean isAddress(String groups) {
        if (signed && !negative && groups.indexOf(' ') > 0) {
            return true;
        }
        String[] parts = groups.split("\\.", -1);
        return parts.length == 4 && Arrays.stream(parts).allMatch(part -> Integer.parseInt(part) < 256);
    }

    /// Reads a fraction, a sign, a bracket, a bound, a magnitude and a unit after the digits.
    private @Nullable WrittenNumber after(String text, DigitRun run) {
        FractionRun fraction = FractionRun.at(text, run, style);
        String rest = text.substring(fraction == null ? run.end() : fraction.end());
        rest = trailing(leading(withoutDash(rest, text, run), run), run);
        if (rest == null || bracket) {
            return null;
        }
        boolean touching = !rest.startsWith(" ");
        UnitSuffix suffix = UnitSuffix.of(rest.strip(), currency, touching, run);
        if (suffix == null || suffix.power() > 0 && run.exponent()
                || fraction != null && fraction.ambiguous() && (suffix.unit().isEmpty() || !currency.isEmpty())) {
            return null;
        }
        double size = fraction == null ? scaled(run, suffix.power()) : fraction.value(suffix.power());
        // Adding 0 turns -0.0 into 0.0.
        return Double.isInfinite(size)
                ? null
                : new WrittenNumber((negative ? -size : size) + 0.0, suffix.unit(), bound);
    }

    private static double scaled(DigitRun run, int power) {
        return Decimal.of(power == 0 ? run.digits() : run.digits() + "e" + power);
    }

    /// Removes the dash for no cents: `5,-`, `5.-`, `5:-`.
    private static String withoutDash(String rest, String text, DigitRun run) {
        boolean marked = run.integer() && ".,".indexOf(text.charAt(run.end() - 1)) >= 0;
        int dash = marked ? 0 : run.integer() && !rest.isEmpty() && ".,:".indexOf(rest.charAt(0)) >= 0 ? 1 : -1;
        if (dash < 0 || dash >= rest.length() || rest.charAt(dash) != '-') {
            return rest;
        }
        return rest.substring(rest.startsWith("--", dash) ? dash + 2 : dash + 1);
    }

    /// Reads signs that follow the digits, and returns the text after them.
    private String leading(String text, DigitRun run) {
        String rest = text;
        while (true) {
            String next = rest.strip();
            char c = next.isEmpty() ? 0 : next.charAt(0);
            boolean last = next.length() == 1 || next.length() > 1 && !Character.isLetterOrDigit(next.charAt(1));
            if (c == ')' && bracket) {
                bracket = false;
                signed = true;
            } else if (c == '+' && bound == Bound.NONE && run.integer()) {
                bound = Bound.ABOVE;
            } else if ((c == '-' || c == '+') && last && !signed && !bracket) {
                signed = true;
                negative = c == '-';
            } else {
                return rest;
            }
            rest = next.substring(1);
        }
    }

    /// Reads what may stand after a unit: a bracket, a minus sign, words for a bound, and the sides of an account.
    /// Returns the text before it; null if it contradicts what was read before.
    private @Nullable String trailing(String text, DigitRun run) {
        String rest = text.stripTrailing();
        if (rest.endsWith(")") && bracket) {
            bracket = false;
            signed = true;
            rest = cut(rest, 1);
        } else if (rest.endsWith("-") && !signed && !bracket) {
            signed = true;
            negative = true;
            rest = cut(rest, 1);
        }
        BoundWords words = bound == Bound.NONE ? BoundWords.after(rest) : null;
        if (words != null) {
            bound = words.bound();
            rest = cut(rest, words.text().length());
        }
        String side = rest.substring(rest.lastIndexOf(' ') + 1);
        boolean credit = credit(side, run);
        if (!credit && !side.equalsIgnoreCase("DR") && !(side.equals("H") && statement(run))) {
            return rest;
        }
        if (signed || bracket) {
            return null;
        }
        signed = true;
        negative = credit;
        return cut(rest, side.length());
    }

    private boolean credit(String side, DigitRun run) {
        if (side.equals("S")) {
            return statement(run);
        }
        return side.equalsIgnoreCase("CR") && !rupees()
                && (side.equals("CR") || run.decimals() == 2 && run.whole() >= CREDIT);
    }

    private boolean rupees() {
        return "₹".equals(Currencies.of(currency));
    }

    /// Returns whether an amount is written as in a German statement of account, where `S` means debit, `H` credit.
    private boolean statement(DigitRun run) {
        return style == NumberStyle.COMMA && run.decimals() == 2;
    }

    private static String cut(String text, int length) {
        return text.substring(0, text.length() - length).stripTrailing();
    }
}
