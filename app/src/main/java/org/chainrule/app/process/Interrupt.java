package org.chainrule.app.process;

import java.io.PrintStream;
import java.lang.reflect.Proxy;

/// Ctrl-C and other termination signals.
///
/// A command exits at once at the first signal, and leaves no partial file behind. While the command has a result to keep,
/// such as the best epoch of a training, the first signal only asks it to finish; a second one makes it exit at once.
///
/// The exit code is 128 plus the number of the signal: 130 for Ctrl-C (INT), 143 for TERM, 129 for HUP.
public final class Interrupt {
    private static final int INT = 130;
    private static final int TERM = 143;
    private static final int HUP = 129;
    // Milliseconds: before the user is told what delays the exit, for the last message, and for deleting temporary files.
    private static final long WAIT = 1000;
    private static final long MESSAGE = 400;
    private static final long CLEANUP = 400;

    private final PrintStream err;
    private volatile Runnable clear = () -> {
    };
    /// The message if the command exits at once.
    private String ending = "";
    /// The message if the command does not finish soon after the first signal.
    private String waiting = "saving the best epoch so far";
    private boolean keeps;
    private volatile int code;

    /// An instance that listens to no signals.
    public Interrupt(PrintStream err) {
        this.err = err;
    }

    /// Returns an instance that listens to the signals of this process.
    public static Interrupt ofProcess(PrintStream err) {
        Interrupt interrupt = new Interrupt(err);
        interrupt.listen("INT", INT);
        interrupt.listen("TERM", TERM);
        interrupt.listen("HUP", HUP);
        return interrupt;
    }

    /// Listens by reflection, because only `sun.misc.Signal` reports a signal more than once, and a runtime image may lack
    /// its module.
    private void listen(String name, int exitCode) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object mine = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler}, (_, _, _) -> {
                received(exitCode);
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class)
                    .newInstance(name), mine);
        } catch (ReflectiveOperationException _) {
            // Without the module, the process exits at the first signal, as Java does by default.
        }
    }

    /// Does what Ctrl-C does; called when a person asks to stop in another way.
    public void ask() {
        received(INT);
    }

    private synchronized void received(int exitCode) {
        if (code != 0 || !keeps) {
            exit(exitCode);
            return;
        }
        code = exitCode;
        notifyAll();
        String message = waiting;
        background(() -> {
            pause(WAIT);
            err.println("chainrule: " + message + "; interrupt again to exit without it");
        });
    }

    private void exit(int exitCode) {
        background(() -> {
            // A blocked terminal or a slow disk must not delay the exit.
            pause(MESSAGE + CLEANUP);
            Runtime.getRuntime().halt(exitCode);
        });
        Thread saying = background(() -> {
            clear.run();
            if (!ending.isEmpty()) {
                err.println("chainrule: " + ending);
            }
        });
        try {
            saying.join(MESSAGE);
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

    /// Sets the action that clears the progress line before a message is printed.
    public void clearBy(Runnable first) {
        clear = first;
    }

    /// Declares that the command has nothing to keep, so a signal makes it exit at once.
    ///
    /// @param sentence the message printed at that exit; none if empty
    /// @return false if a signal has already arrived, and the command must finish
    public synchronized boolean mayEnd(String sentence) {
        ending = sentence;
        keeps = code != 0;
        return code == 0;
    }

    /// Declares that the command has a result to keep, so the first signal only asks it to finish.
    ///
    /// @param sentence the message printed if a second signal makes it exit without the result; none if empty
    public synchronized void keep(String sentence) {
        ending = sentence;
        keeps = true;
    }

    /// Sets the message for a command that does not finish soon after the first signal.
    ///
    /// @param sentence what the command is doing, such as `saving the best epoch so far`
    public synchronized void waiting(String sentence) {
        waiting = sentence;
    }

    /// Waits for a signal. Call [#keep] first, or the signal ends the process.
    public synchronized void await() {
        while (code == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Returns true if a signal has arrived and the command must finish.
    public boolean asked() {
        return code != 0;
    }

    /// Returns the exit code of the signal that arrived, or 0 if none has.
    public int code() {
        return code;
    }
}
