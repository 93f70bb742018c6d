package org.chainrule.serve.play.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.chainrule.io.Json;
import org.chainrule.tabular.remark.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LessonTest {
    /// What a page keeps of the news.
    private static final class Page {
        private final Lesson lesson;
        private final List<Object> marks = new ArrayList<>();
        private Lesson.Seen seen = Lesson.Seen.NOTHING;
        private Map<?, ?> news = Map.of();

        Page(Lesson lesson) {
            this.lesson = lesson;
        }

        /// Reads one piece of news.
        void read() throws InterruptedException {
            Lesson.News next = lesson.news(seen, 5000);
            if (!next.text().isEmpty()) {
                news = (Map<?, ?>) Json.parse(next.text());
                seen = next.seen();
                int from = ((Number) news.get("from")).intValue();
                marks.subList(from, marks.size()).clear();
                marks.addAll((List<?>) news.get("marks"));
            }
        }

        Object step() {
            return ((Map<?, ?>) news.get("frame")).get("step");
        }

        Object named() {
            return ((List<?>) marks.getLast()).getFirst();
        }
    }

    private static Lesson begin(String sample, Map<String, Object> settings) throws Exception {
        return Lesson.begin(Lab.material(sample), Samples.of(sample).orElseThrow().target(), settings, Wording.JAVA);
    }

    @Test
    void thePictureIsThatOfTheStepThatIsNamed() throws Exception {
        try (Lesson lesson = begin("xor", Map.of("hidden", List.of(2), "until", 200))) {
            Page page = new Page(lesson);
            lesson.speed(1000);
            do {
                page.read();
                assertThat(page.step()).isEqualTo(page.named());
            } while (!Boolean.FALSE.equals(page.news.get("playing")));
            lesson.play(false);
            // from here on every second step is a mark; the training is paused after the first
            lesson.course.until(0);
            assertThat(lesson.course.advance(0)).isFalse();
            assertThat(lesson.course.step()).isEqualTo(201);
            lesson.play(false);
            page.read();
            assertThat(page.step()).isEqualTo(page.named()).isEqualTo(200L);
            lesson.step();
            page.read();
            assertThat(page.step()).isEqualTo(page.named()).isEqualTo(202L);
        }
    }

    @Test
    void marksThatADivergenceTookAreTakenFromThePage() throws Exception {
        try (Lesson lesson = begin("xor", Map.of("hidden", List.of(2)))) {
            Page page = new Page(lesson);
            lesson.speed(1000);
            while (page.marks.size() < 20) {
                page.read();
            }
            lesson.play(false);
            page.read();
            // as a training does that returns to a snapshot before its last marks
            lesson.course.history().removeLast();
            lesson.course.history().removeLast();
            lesson.play(false);
            page.read();
            assertThat(page.marks).hasSize(lesson.course.history().size());
            assertThat(page.step()).isEqualTo(page.named());
        }
    }

    @Test
    @SuppressWarnings("try") // it is closed while it is busy
    void aLessonThatIsBusyCanBeEnded() throws Exception {
        Material material = Lab.material("xor");
        try (Lesson lesson = Lesson.begin(material, "color", Map.of("hidden", List.of(2)), Wording.JAVA)) {
            synchronized (material) {
                Thread changing = Thread.ofPlatform().daemon().start(() -> {
                    try {
                        lesson.change(Map.of("target", "x"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                while (changing.getState() != Thread.State.BLOCKED) {
                    Thread.sleep(5);
                }
                CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
                    boolean known = lesson.idle() >= 0;
                    lesson.close();
                    return known && lesson.isClosed();
                }, task -> Thread.ofPlatform().daemon().start(task));
                assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void anErrorOfTheTrainingIsToldAndAnotherTrainingCanBegin() throws Exception {
        try (Lesson lesson = begin("xor", Map.of("hidden", List.of(2)))) {
            Page page = new Page(lesson);
            page.read();
            lesson.failed(new IllegalStateException("broken"));
            while (!Boolean.FALSE.equals(page.news.get("playing"))) {
                page.read();
            }
            assertThat(page.news.get("ended"))
                    .isEqualTo("the training failed because of an error of the playground; its terminal names it");
            lesson.play(true);
            page.read();
            assertThat(page.news.get("playing")).isEqualTo(false);
            lesson.change(Map.of("again", true));
            page.read();
            assertThat(page.news.get("playing")).isEqualTo(true);
            assertThat(page.news.get("ended")).isEqualTo("");
            lesson.failed(new OutOfMemoryError());
            while (!Boolean.FALSE.equals(page.news.get("playing"))) {
                page.read();
            }
            assertThat(page.news.get("ended"))
                    .isEqualTo("there is too little memory for this training, so choose a smaller network");
        }
    }
}
