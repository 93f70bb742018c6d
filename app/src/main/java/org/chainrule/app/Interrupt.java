package org.chainrule.app;

import java.io.PrintStream;
import java.lang.reflect.Proxy;

/// Ctrl-C, or a request of the system to end. A command ends at once, wherever it is, without a part of a file left;
/// while it has something to keep, as a training has its best epoch, it is asked to end and waited for. A second request
/// ends it at once.
///
/// The exit code is the one that the signal stands for, 128 and its number: 130 for Ctrl-C, 143 for TERM, 129 for HUP.
final class Interrupt {
    private static final long WAIT = 1000;
    private static final long SAY = 400;
    private static final long CLEAN = 400;

    private final PrintStream err;
    private volatile Runnable clear = () -> {
    };
    /// What is said when the command ends at once.
    private String ending = "";
    /// What is said if the command does not end soon after a first request.
    private String waiting = "the best epoch so far is being saved";
    private boolean keeps;
    private volatile int code;

    /// One that nobody has asked for yet, and that listens to no signal.
    Interrupt(PrintStream err) {
        this.err = err;
    }

    /// One that listens to the signals of this process.
    static Interrupt ofProcess(PrintStream err) {
        Interrupt interrupt = new Interrupt(err);
        interrupt.listen("INT", Main.INTERRUPTED);
        interrupt.listen("TERM", 143);
        interrupt.listen("HUP", 129);
        return interrupt;
    }

    /// Java has only one way to hear of a signal more than once, in a module that a run-time image may lack.
    private void listen(String name, int exitCode) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object mine = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler}, (_, _, _) -> {
                ask(exitCode);
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class)
                    .newInstance(name), mine);
        } catch (ReflectiveOperationException _) {
            // The process ends at the first signal then, as Java does by itself.
        }
    }

    private synchronized void ask(int exitCode) {
        if (code != 0 || !keeps) {
            end(exitCode);
            return;
        }
        code = exitCode;
        String waiting = this.waiting;
        background(() -> {
            pause(WAIT);
            err.println("chainrule: " + waiting + "; interrupt once more to end without it");
        });
    }

    private void end(int exitCode) {
        background(() -> {
            // Whatever delays the end, such as a terminal that takes no output, or a disk.
            pause(SAY + CLEAN);
            Runtime.getRuntime().halt(exitCode);
        });
        Thread saying = background(() -> {
            clear.run();
            if (!ending.isEmpty()) {
                err.println("chainrule: " + ending);
            }
        });
        try {
            saying.join(SAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(exitCode);
    }

    private static Thread background(Runnable work) {
        return Thread.ofPlatform().daemon().name("interrupt").start(work);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What takes a moving line away before something is said.
    void clearBy(Runnable first) {
        clear = first;
    }

    /// From now on nothing is worth waiting for.
    ///
    /// @param sentence what is said if the command is interrupted then; nothing if empty
    /// @return false if it was interrupted before, and is to end
    synchronized boolean mayEnd(String sentence) {
        ending = sentence;
        keeps = code != 0;
        return code == 0;
    }

    /// From now on there is something to keep.
    ///
    /// @param sentence what is said if a second request ends the command without it; nothing if empty
    synchronized void keep(String sentence) {
        ending = sentence;
        keeps = true;
    }

    /// Says what is kept.
    ///
    /// @param sentence what is said if the command does not end soon after a first request
    synchronized void waiting(String sentence) {
        waiting = sentence;
    }

    /// Whether to end.
    boolean asked() {
        return code != 0;
    }

    /// The exit code of a command that was asked to end.
    int code() {
        return code;
    }
}
