package org.chainrule.serve.play;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.io.Json;
import org.chainrule.serve.play.lesson.Lesson;
import org.chainrule.serve.play.lesson.Material;
import org.chainrule.serve.play.lesson.Samples;
import org.chainrule.tabular.remark.Wording;

/// Loads, while the browser starts, the classes that the first lesson needs: the first page would wait for it otherwise.
public final class Warming {
    private static final long LONGEST = 300;

    private Warming() {
    }

    /// Begins a lesson of a sample in a thread of its own. What fails here fails again, with a sentence, where a page asks
    /// for it.
    public static void lesson() {
        Thread.ofPlatform().daemon().name("chainrule warming lesson").start(Warming::train);
    }

    /// Asks for the page in a thread of its own.
    public static void page(URI address) {
        Thread.ofPlatform().daemon().name("chainrule warming page").start(() -> ask(address));
    }

    private static void ask(URI address) {
        for (String path : new String[]{"", "play.js", "api/start"}) {
            try (InputStream in = address.resolve(path).toURL().openStream()) {
                in.readAllBytes();
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void train() {
        Samples.Sample first = Samples.all().getFirst();
        try (Lesson lesson = Lesson.begin(Material.of(first), first.target(), Map.of("until", 1), Wording.JAVA)) {
            Json.write(lesson.toJson());
            lesson.news(Lesson.Seen.NOTHING, LONGEST);
        } catch (IOException | ArgumentException | FormatException _) {
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
