package org.chainrule.serve;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.FormatException;
import org.chainrule.serve.play.PlayPages;
import org.chainrule.serve.play.PlayService;
import org.chainrule.serve.play.Warming;
import org.chainrule.serve.play.lesson.Material;
import org.chainrule.serve.web.SharedFiles;
import org.chainrule.serve.web.Site;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Wording;

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
        return new Setup("127.0.0.1", 0, "", Optional.empty(), "", Wording.JAVA);
    }

    /// The description of a playground. Each setting returns a changed copy.
    ///
    /// @param host   the address to bind to
    /// @param port   the port; 0 takes a free one
    /// @param name   the name of the table
    /// @param source the table to begin with
    /// @param target the column to predict; empty for the last one
    /// @param wording how the page names settings that help with a table, such as one that is refused
    public record Setup(String host, int port, String name, Optional<TableSource> source, String target,
            Wording wording) {
        /// Returns a copy that binds to another address.
        public Setup host(String other) {
            return new Setup(other, port, name, source, target, wording);
        }

        /// Returns a copy that listens on another port; 0 takes a free one.
        public Setup port(int other) {
            return new Setup(host, other, name, source, target, wording);
        }

        /// Returns a copy that begins with a table.
        ///
        /// @param file the name of the table on the page
        public Setup table(String file, TableSource table) {
            return new Setup(host, port, file, Optional.of(table), target, wording);
        }

        /// Returns a copy that begins with another column to predict.
        public Setup target(String column) {
            return new Setup(host, port, name, source, column, wording);
        }

        /// Returns a copy whose page names settings in other words. By default, it names the methods of the Java API.
        public Setup wording(Wording words) {
            return new Setup(host, port, name, source, target, words);
        }

        /// Starts the playground.
        ///
        /// @throws IOException if the table cannot be read, the port is taken, or the address is not of this machine
        /// @throws ArgumentException if a network cannot learn the target that was stated; the message is one sentence
        /// @throws FormatException if the table cannot be read as one
        public Playground start() throws IOException {
            Optional<Material> material = source.isPresent()
                    ? Optional.of(Material.of(name, source.get()))
                    : Optional.empty();
            if (material.isPresent()) {
                material.get().check(target);
            }
            Warming.lesson(material, target);
            PlayService service = new PlayService(material, target, wording);
            Site site = Site.start(host, port,
                    routes -> routes.register(PlayPages.files(), SharedFiles.all()).register("/api", service));
            Warming.page(site.address());
            return new Playground(site, service);
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
