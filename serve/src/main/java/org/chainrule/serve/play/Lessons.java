package org.chainrule.serve.play;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.chainrule.serve.play.lesson.Lesson;
import org.chainrule.serve.play.lesson.Material;
import org.chainrule.tabular.remark.Wording;

/// The lessons of a playground, at most [#MOST] at once. One that no page asked for anything for half an hour ends when the
/// next one begins, and the one that rests longest makes room for a new one.
final class Lessons implements AutoCloseable {
    static final int MOST = 8;
    private static final long IDLE = TimeUnit.MINUTES.toNanos(30);
    private static final int ID_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Wording wording;
    private boolean closed;

    /// @param wording how sentences name settings that help with a table
    Lessons(Wording wording) {
        this.wording = wording;
    }

    /// A lesson, its address and its table.
    record Entry(String id, Lesson lesson, Material material) {
    }

    /// Begins a lesson. One that cannot begin ends no other, and none waits for another to begin.
    ///
    /// @return the lesson; empty if all places are taken by pages that are open
    /// @throws IOException if the table cannot be read
    Optional<Entry> begin(Material material, String target, Map<?, ?> settings) throws IOException {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        Entry entry = new Entry(id, Lesson.begin(material, target, settings, wording), material);
        if (placed(entry)) {
            return Optional.of(entry);
        }
        entry.lesson.close();
        return Optional.empty();
    }

    private synchronized boolean placed(Entry entry) {
        entries.values().stream().filter(each -> each.lesson.idle() > IDLE).forEach(this::end);
        if (closed || entries.size() >= MOST && !makeRoom()) {
            return false;
        }
        entries.put(entry.id, entry);
        return true;
    }

    private boolean makeRoom() {
        Optional<Entry> oldest = entries.values().stream().filter(entry -> entry.lesson.idle() > 0)
                .max(Comparator.comparingLong(entry -> entry.lesson.idle()));
        oldest.ifPresent(this::end);
        return oldest.isPresent();
    }

    private void end(Entry entry) {
        entry.lesson.close();
        entries.remove(entry.id);
    }

    /// Ends a lesson, if it is there.
    void end(String id) {
        Entry entry = entries.get(id);
        if (entry != null) {
            end(entry);
        }
    }

    Optional<Lesson> lesson(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::lesson);
    }

    /// Returns the table with some bytes, if a lesson has it.
    Optional<Material> material(String digest) {
        return entries.values().stream().map(Entry::material)
                .filter(material -> !digest.isEmpty() && material.digest().equals(digest)).findFirst();
    }

    /// Ends all lessons; none begins afterwards.
    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(this::end);
    }
}
