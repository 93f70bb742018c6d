package org.chainrule.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.serve.play.PlayPages;
import org.chainrule.serve.play.PlayService;
import org.chainrule.serve.play.Warming;
import org.chainrule.serve.play.lesson.Material;
import org.chainrule.serve.web.Deadlines;
import org.chainrule.serve.web.OwnPages;
import org.chainrule.serve.web.SharedFiles;
import org.chainrule.serve.web.Site;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Wording;
import org.jspecify.annotations.Nullable;

/// A page on which a person watches a network learn a table: changes it, goes back and forth through its training, and
/// follows the chain rule number by number. The networks train in this process, and the page asks no other machine.
///
/// ```java
/// try (Playground playground = Playground.of().table("iris.csv", TableSource.of(Path.of("iris.csv"))).start()) {
///     System.out.println(playground.address());
///     Thread.currentThread().join();
/// }
/// ```
public final class Playground implements AutoCloseable {
    private final Site site;
    private final PlayService service;

    private Playground(Site site, PlayService service) {
        this.site = site;
        this.service = service;
    }

    /// Returns a playground that listens on a free port of 127.0.0.1 and begins with a sample.
    public static Setup of() {
        return new Setup();
    }

    /// The description of a playground. Each setting returns a changed copy.
    public static final class Setup implements Cloneable {
        private String host = "127.0.0.1";
        private int port;
        private boolean orFree;
        private Material.Naming naming = Material.Naming.of("");
        private @Nullable TableSource source;
        private String target = "";
        private Wording wording = Wording.JAVA;

        private Setup() {
        }

        private Setup with(Consumer<Setup> change) {
            try {
                Setup copy = (Setup) clone();
                change.accept(copy);
                return copy;
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /// Sets the address to bind to. Defaults to 127.0.0.1, which only this machine reaches. The page answers to this
        /// address or name, to localhost and to IP addresses.
        public Setup host(String address) {
            return with(copy -> copy.host = address);
        }

        /// Sets the port; 0, the default, takes a free one.
        public Setup port(int number) {
            return with(copy -> {
                copy.port = number;
                copy.orFree = false;
            });
        }

        /// Sets the port, and takes a free one if it is taken.
        public Setup portOrFree(int number) {
            return with(copy -> {
                copy.port = number;
                copy.orFree = true;
            });
        }

        /// Sets the table to begin with. Defaults to none: the page begins with a sample.
        ///
        /// @param file the name of the table on the page, in commands and in Java programs
        public Setup table(String file, TableSource table) {
            return with(copy -> {
                copy.naming = Material.Naming.of(file);
                copy.source = table;
            });
        }

        /// Sets the table to begin with, which commands and programs name in their own way.
        ///
        /// @param name  the name of the table on the page
        /// @param words the words after `chainrule train` that name the table
        /// @param file  its file in a Java program; empty if it is not one plain file, for which there is no program
        public Setup table(String name, TableSource table, List<String> words, Optional<Path> file) {
            return with(copy -> {
                copy.naming = new Material.Naming(name, words, file.map(Path::toString));
                copy.source = table;
            });
        }

        /// Sets the column to predict. Defaults to the last one.
        public Setup target(String column) {
            return with(copy -> copy.target = column);
        }

        /// Sets how the page names settings that help with a table, such as one that is refused. Defaults to the methods of
        /// the Java API.
        public Setup wording(Wording words) {
            return with(copy -> copy.wording = words);
        }

        /// Starts the playground.
        ///
        /// @throws IOException if the table cannot be read, the port is taken, or the address is not of this machine
        /// @throws ArgumentException if a network cannot learn the target that was stated; the message is one sentence
        /// @throws FormatException if the table cannot be read as one
        public Playground start() throws IOException {
            Material material = source == null ? null : Material.of(naming, source);
            if (material != null) {
                material.check(target);
            }
            Playground started;
            try {
                started = listening(material, port);
            } catch (BindException e) {
                if (!orFree || port == 0) {
                    throw e;
                }
                started = listening(material, 0);
            }
            Warming.lesson();
            Warming.page(started.address());
            return started;
        }

        private Playground listening(@Nullable Material material, int on) throws IOException {
            Deadlines deadlines = new Deadlines(PlayService.LIMITS);
            PlayService service = new PlayService(Optional.ofNullable(material), target, wording, new OwnPages(host),
                    deadlines);
            return new Playground(Site.start(host, on, PlayService.LIMITS, deadlines, null,
                    routes -> routes.register(PlayPages.files(), SharedFiles.all()).register("/api", service), () -> {
                    }), service);
        }
    }

    /// Returns the address of the page.
    public URI address() {
        return site.address();
    }

    /// Ends all lessons and stops listening.
    @Override
    public void close() {
        service.close();
        site.close();
    }
}
