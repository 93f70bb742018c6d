package org.chainrule.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.chainrule.error.ChainruleException;

/// Runs an example by its name, for `examples/run`. A file that is missing or cannot be read is reported in one sentence,
/// with exit code 1.
final class Launch {
    private Launch() {
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        try {
            Class.forName(Launch.class.getPackageName() + "." + args[0]).getMethod("main", String[].class).invoke(null,
                    (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            Throwable error = e.getCause() instanceof UncheckedIOException wrapped ? wrapped.getCause() : e.getCause();
            if (!(error instanceof IOException || error instanceof ChainruleException)) {
                throw e;
            }
            System.err.println("examples/run: " + sentence(error));
            System.exit(1);
        }
    }

    static String sentence(Throwable error) {
        return switch (error) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist; check its name";
            case AccessDeniedException denied -> denied.getFile() + " cannot be read; request the permission";
            default -> String.valueOf(error.getMessage());
        };
    }
}
