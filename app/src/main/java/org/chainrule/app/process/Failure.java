package org.chainrule.app.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.ChainruleException;
import org.chainrule.error.FormatException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.read.MemoryAdvice;
import org.chainrule.tabular.remark.Refusal;
import org.chainrule.tabular.remark.Wording;

/// The error messages of the command.
public final class Failure {
    private Failure() {
    }

    /// Returns one sentence that describes an error and, where possible, how to fix it.
    public static String sentence(Throwable error) {
        return sentence(error, Flags.WORDING);
    }

    /// Returns such a sentence.
    ///
    /// @param wording how it names settings that help
    public static String sentence(Throwable error, Wording wording) {
        return switch (error) {
            case FormatException refused when refused.reason().orElse(null) instanceof Refusal refusal ->
                refusal.sentence(wording);
            case ArgumentException refused when refused.reason().orElse(null) instanceof Refusal refusal ->
                refusal.sentence(wording);
            case ChainruleException known -> String.valueOf(known.getMessage());
            case UncheckedIOException wrapped when wrapped.getCause() != null -> sentence(wrapped.getCause(), wording);
            case NoSuchFileException missing -> missing.getFile() + " does not exist; check its name";
            case AccessDeniedException denied ->
                denied.getFile() + ": permission denied; request the permission or choose another file";
            case CharacterCodingException _ -> "the file is not UTF-8 text; save it in UTF-8";
            case FileSystemException system when system.getReason() != null ->
                system.getFile() + ": " + system.getReason();
            case IOException io when io.getMessage() != null -> String.valueOf(io.getMessage());
            case InvalidPathException path ->
                Quote.of(path.getInput()) + " is not a valid file name; choose another name";
            case OutOfMemoryError _ ->
                "not enough memory; " + MemoryAdvice.more() + ", or use fewer rows or a smaller --batch";
            default -> "unexpected error: " + error + "; set CHAINRULE_DEBUG=1 to see the stack trace";
        };
    }
}
