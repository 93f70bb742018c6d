package org.chainrule.compile.emit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chainrule.compile.stage.Body;
import org.chainrule.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/// The generated code of a body, which all programs with an equal body share. A program requests the code after a few
/// runs; [BodyWarmup] generates and warms it in the background, and all programs use it from then on. The code is plain
/// Java first, and uses the Vector API later if the kernels do.
public final class CompiledBody implements BodyWarmup.Target {
    private static final Logger LOGGER = System.getLogger("org.chainrule");
    private static final int CAPACITY = 512;
    private static final Map<Key, CompiledBody> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompiledBody> eldest) {
            return size() > CAPACITY;
        }
    };
    private static final Definer HERE = new Definer(Emission::define);

    private record Key(Body body, int lanes) {
    }

    /// A way to define classes. After the first failure it logs a message and defines none any more.
    static final class Definer {
        private final Function<byte[], EmittedLoop> define;
        private volatile boolean refused;

        /// @param define throws an `UnsupportedOperationException` or a `LinkageError` if it cannot define a class
        Definer(Function<byte[], EmittedLoop> define) {
            this.define = define;
        }

        boolean refused() {
            return refused;
        }

        @Nullable
        EmittedLoop define(Body body, int lanes) {
            if (refused) {
                return null;
            }
            try {
                return define.apply(Emitter.write(body, lanes));
            } catch (UnsupportedOperationException | LinkageError e) {
                refused = true;
                LOGGER.log(Level.INFO,
                        "Chainrule runs loops on prebuilt kernels, because this JVM cannot define classes: "
                                + e.getMessage());
                return null;
            }
        }
    }

    private final Body body;
    private final Kernels kernels;
    private final Definer definer;
    private boolean asked;
    private volatile @Nullable EmittedLoop code;

    CompiledBody(Body body, Kernels kernels, Definer definer) {
        this.body = body;
        this.kernels = kernels;
        this.definer = definer;
    }

    /// Returns the code of a body for some kernels.
    public static CompiledBody of(Body body, Kernels kernels) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(new Key(body, kernels.lanes()),
                    key -> new CompiledBody(key.body(), kernels, HERE));
        }
    }

    /// Returns the code in use, or null while prebuilt kernels run the body.
    @Override
    @Nullable
    public EmittedLoop code() {
        return code;
    }

    /// Requests the code: the first call starts its warm-up in the background.
    public void ask() {
        synchronized (this) {
            if (asked || definer.refused()) {
                return;
            }
            asked = true;
        }
        BodyWarmup.of(body, kernels, this);
    }

    /// Generates the code and puts it into use without a warm-up.
    public void now() {
        synchronized (this) {
            asked = true;
            if (code == null) {
                code = write();
            }
        }
    }

    /// Returns the bodies in the cache, the least recently used first.
    public static List<CompiledBody> known() {
        synchronized (KNOWN) {
            return List.copyOf(KNOWN.values());
        }
    }

    /// Puts code into use for all programs; null means the prebuilt kernels.
    @Override
    public void publish(@Nullable EmittedLoop warm) {
        code = warm;
    }

    /// Returns new code for the lanes of the kernels, or null if no class can be defined.
    @Nullable
    public EmittedLoop write() {
        return write(kernels.lanes());
    }

    @Override
    @Nullable
    public EmittedLoop write(int lanes) {
        return definer.define(body, lanes);
    }
}
