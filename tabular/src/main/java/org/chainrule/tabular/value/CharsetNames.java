package org.chainrule.tabular.value;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chainrule.error.ArgumentException;

/// The names of character sets, as people and other programs write them.
public final class CharsetNames {
    private static final String WINDOWS_31J = "windows-31j";
    private static final String WINDOWS_949 = "x-windows-949";
    /// Names that mean another character set in other programs than in Java, or none in Java; in the form of
    /// [Suggestions#folded]. The code pages of Windows are those that Windows and Python call so.
    private static final Map<String, String> OTHERS = Map.ofEntries(Map.entry("utf8sig", "UTF-8"),
            Map.entry("utf8bom", "UTF-8"), Map.entry("ansi", "windows-1252"), Map.entry("mac", "x-MacRoman"),
            Map.entry("sjis", WINDOWS_31J), Map.entry("shiftjis", WINDOWS_31J), Map.entry("cp932", WINDOWS_31J),
            Map.entry("ms932", WINDOWS_31J), Map.entry("euckr", WINDOWS_949), Map.entry("cp949", WINDOWS_949),
            Map.entry("uhc", WINDOWS_949), Map.entry("cp950", "x-windows-950"), Map.entry("cp936", "GBK"),
            Map.entry("gb2312", "GBK"), Map.entry("cp874", "x-windows-874"), Map.entry("oem437", "IBM437"));

    private CharsetNames() {
    }

    /// Returns the character set with a name, whatever its case, blanks, hyphens and underscores. Shift-JIS and EUC-KR
    /// mean the larger sets that Windows writes by these names.
    ///
    /// @throws ArgumentException if there is none; the message suggests similar names
    public static Charset charset(String name) {
        String folded = Suggestions.folded(name);
        String other = OTHERS.get(folded);
        if (other != null && Charset.isSupported(other)) {
            return Charset.forName(other);
        }
        try {
            return Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            List<String> names = new ArrayList<>();
            for (Charset charset : Charset.availableCharsets().values()) {
                for (String known : charset.aliases()) {
                    if (Suggestions.folded(known).equals(folded)) {
                        return charset;
                    }
                }
                if (Suggestions.folded(charset.name()).equals(folded)) {
                    return charset;
                }
                names.add(charset.name());
            }
            throw unknown(name, names);
        }
    }

    private static ArgumentException unknown(String name, List<String> names) {
        List<String> nearest = Suggestions.of(name, names);
        return new ArgumentException("encoding",
                "no character set is called " + Phrases.quoted(name) + "; "
                        + (nearest.isEmpty()
                                ? "expected a name such as UTF-8, UTF-16LE, windows-1251, Shift_JIS, GB18030 or IBM437"
                                : "did you mean " + String.join(" or ", nearest) + "?"));
    }
}
