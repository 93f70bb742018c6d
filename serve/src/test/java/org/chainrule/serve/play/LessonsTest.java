package org.chainrule.serve.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.chainrule.error.ArgumentException;
import org.chainrule.serve.play.lesson.Material;
import org.chainrule.serve.play.lesson.Samples;
import org.chainrule.tabular.read.ReadingListener;
import org.chainrule.tabular.read.TableSource;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.tabular.table.Table;
import org.chainrule.tabular.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LessonsTest {
    private static final Material XOR = Material.of(Samples.of("xor").orElseThrow());
    private static final Map<String, Object> SMALL = Map.of("hidden", List.of(1), "until", 1);

    @Test
    void aLessonThatCannotBeginEndsNoOther() throws Exception {
        try (Lessons lessons = new Lessons(Wording.JAVA)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < Lessons.MOST; i++) {
                ids.add(lessons.begin(XOR, "color", SMALL).orElseThrow().id());
            }
            assertThatThrownBy(() -> lessons.begin(XOR, "none", SMALL)).isInstanceOf(ArgumentException.class);
            assertThatThrownBy(() -> lessons.begin(XOR, "color", Map.of("rate", -1)))
                    .isInstanceOf(ArgumentException.class);
            assertThat(ids).allMatch(id -> lessons.lesson(id).isPresent());
        }
    }

    /// A table that is read only when it may be.
    private record Slow(TableSource source, CountDownLatch begun, CountDownLatch may) implements TableSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Table read(TableFormat format, ReadingListener listener) throws IOException {
            begun.countDown();
            try {
                may.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return source.read(format, listener);
        }

        @Override
        public String digest() {
            return "";
        }
    }

    @Test
    void noLessonWaitsForAnotherToBegin() throws Exception {
        String csv = "a,b\n" + "1,x\n2,y\n".repeat(20);
        Slow slow = new Slow(TableSource.of(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "slow.csv"),
                new CountDownLatch(1), new CountDownLatch(1));
        Material material = Material.of(Material.Naming.of("slow.csv"), slow);
        try (Lessons lessons = new Lessons(Wording.JAVA)) {
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return lessons.begin(material, "b", SMALL).isPresent();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> Thread.ofPlatform().daemon().start(task));
            slow.begun.await();
            assertThat(lessons.begin(XOR, "color", SMALL)).isPresent();
            assertThat(waiting).isNotDone();
            slow.may.countDown();
            assertThat(waiting.get()).isTrue();
        }
    }
}
