package org.chainrule.app.process;

import java.util.List;
import org.chainrule.tabular.remark.Remark;
import org.chainrule.tabular.remark.Remedy;
import org.chainrule.tabular.remark.Wording;

/// The options of the command that stand for the remedies of the library.
public final class Flags {
    /// The wording of remarks and refusals in the command.
    public static final Wording WORDING = Flags::of;

    private Flags() {
    }

    /// Returns remarks as sentences.
    public static List<String> sentences(List<Remark> remarks) {
        return remarks.stream().map(remark -> remark.sentence(WORDING)).toList();
    }

    private static String of(Remedy remedy) {
        return switch (remedy) {
            case Remedy.NoHeader _ -> "--no-header";
            case Remedy.DateOrder _ -> "--date-order";
            case Remedy.DecimalComma _ -> "--decimal comma";
            case Remedy.Missing(String word) -> "--missing=" + word;
            case Remedy.Categorical _ -> "--categorical";
            case Remedy.Numeric _ -> "--numeric";
            case Remedy.Categories _ -> "--categories N";
            case Remedy.Ignore _ -> "--ignore";
            case Remedy.GroupColumn _ -> "--group-column COLUMN";
        };
    }
}
