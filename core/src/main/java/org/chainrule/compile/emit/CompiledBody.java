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

/// The written form of a body, shared by all programs that have an equal one: asked for once a program has run a few
/// times, written and warmed aside by [BodyWarmup], and there for everybody from then on; in plain Java first, where there
/// are vectors in their form later.
public final class CompiledBody {
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

    /// What makes classes of bytes, until it cannot: then it says so once and is not asked again.
    static final class Definer {
        private final Function<byte[], EmittedLoop> define;
        private volatile boolean refused;

        /// @param define throws an `UnsupportedOperationException` or a `LinkageError` where no class can be defined
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
                LOGGER.log(Level.INFO, "Chainrule runs loops by ready kernels, because no classes can be defined here: "
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

    /// The written form of a body for some kernels.
    public static CompiledBody of(Body body, Kernels kernels) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(new Key(body, kernels.lanes()),
                    key -> new CompiledBody(key.body(), kernels, HERE));
        }
    }

    Body body() {
        return body;
    }

    Kernels kernels() {
        return kernels;
    }

    /// The floats in a vector of the kernels, 1 for those without vectors.
    int lanes() {
        return kernels.lanes();
    }

    /// The code, or null as long as it is not ready.
    @Nullable
    public EmittedLoop code() {
        return code;
    }

    /// Has the code written and warmed, the first time it is called.
    public void ask() {
        synchronized (this) {
            if (asked || definer.refused()) {
                return;
            }
            asked = true;
        }
        BodyWarmup.of(this);
    }

    /// Writes the code and has it used at once.
    public void now() {
        synchronized (this) {
            asked = true;
            if (code == null) {
                code = write();
            }
        }
    }

    /// The written forms of all bodies known now, the least recently used first.
    public static List<CompiledBody> known() {
        synchronized (KNOWN) {
            return List.copyOf(KNOWN.values());
        }
    }

    /// Has everybody use the code, or the ready kernels again where there is none.
    public void publish(@Nullable EmittedLoop warm) {
        code = warm;
    }

    /// The code as it is defined, or null where none can be defined.
    @Nullable
    public EmittedLoop write() {
        return write(lanes());
    }

    /// The same in the form for so many lanes, 1 for plain Java.
    @Nullable
    EmittedLoop write(int lanes) {
        return definer.define(body, lanes);
    }
}
