package org.chainrule.serve.play.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.chainrule.Tensor;
import org.chainrule.error.ArgumentException;
import org.chainrule.io.Json;
import org.chainrule.tabular.remark.Wording;
import org.chainrule.train.Run;

/// What one page shows: a table, settings, and a training that a thread of its own continues while the page plays it. All
/// methods may be called from any thread.
public final class Lesson implements AutoCloseable {
    /// The longest time without letting others in.
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(15);
    private static final long BETWEEN_FRAMES = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long UNSEEN = TimeUnit.SECONDS.toNanos(5);
    private static final double USUAL_SPEED = 30;
    private static final double FASTEST = 1000;
    private static final System.Logger LOG = System.getLogger(Lesson.class.getName());

    private final Material material;
    private final Wording wording;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private Study study;
    private LessonSettings settings;
    private SurfaceGrid grid;
    /// For tests, too.
    Course course;
    private int version = 1;
    private long frames = 1;
    private String latest;
    /// The number of marks up to that of the latest frame, so that a page names the step that it shows.
    private int told = 1;
    /// Why the training failed, in words; empty if it did not.
    private String failure = "";
    private boolean playing = true;
    private double speed = USUAL_SPEED;
    private final AtomicInteger viewers = new AtomicInteger();
    private volatile long seen = System.nanoTime();
    private volatile boolean closed;

    private Lesson(Material material, Study study, LessonSettings settings, Wording wording) {
        this.material = material;
        this.wording = wording;
        this.study = study;
        this.grid = SurfaceGrid.of(study, GridAxis.chosen(study, settings.columns()));
        this.settings = settings.columns(grid.columns());
        this.course = new Course(study, this.settings, grid);
        this.latest = course.frame(0);
    }

    /// Begins a lesson, whose training starts at once.
    ///
    /// @param target the column to predict
    /// @param fields settings that differ from the usual ones
    /// @param wording how remarks on the table name settings that help
    /// @throws IOException if the table cannot be read
    /// @throws ArgumentException if a network cannot learn from the table, or a setting is wrong; the message is one
    ///     sentence
    public static Lesson begin(Material material, String target, Map<?, ?> fields, Wording wording)
            throws IOException {
        LessonSettings settings = Samples.settings(material.sample()).with(fields);
        Lesson lesson = new Lesson(material, material.study(target), settings, wording);
        Thread.ofPlatform().daemon().name("chainrule lesson").start(lesson::train);
        return lesson;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    // ---- The thread of the training

    private void train() {
        long due = System.nanoTime();
        long shown = 0;
        while (true) {
            boolean mark = false;
            lock.lock();
            try {
                while (!closed && !advances()) {
                    changed.awaitUninterruptibly();
                    due = System.nanoTime();
                }
                if (closed) {
                    return;
                }
                mark = course.advance(SLICE);
                if (mark && (course.paused() || System.nanoTime() - shown >= BETWEEN_FRAMES)) {
                    playing &= !course.paused();
                    show();
                    shown = System.nanoTime();
                }
            } catch (Throwable e) {
                failed(e);
            } finally {
                lock.unlock();
            }
            if (mark) {
                due = rest(due);
            }
        }
    }

    private boolean advances() {
        return playing && !rests() && (viewers.get() > 0 || System.nanoTime() - seen < UNSEEN);
    }

    /// Returns whether the training is over for now.
    private boolean rests() {
        return course.paused() || !failure.isEmpty();
    }

    /// Ends the training by an error, which pages are told in words; another one can begin.
    void failed(Throwable error) {
        LOG.log(System.Logger.Level.ERROR, "a training of the playground failed: " + error);
        locked(() -> {
            playing = false;
            failure = error instanceof OutOfMemoryError
                    ? "there is too little memory for this training, so choose a smaller network"
                    : "the training failed because of an error of the playground; its terminal names it";
            frames++;
            changed.signalAll();
            return true;
        });
    }

    /// Waits until the next mark is due, and returns when the one after it is.
    private long rest(long due) {
        double now = speed;
        long next = Math.max(due, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(200))
                + (now >= FASTEST ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / now));
        long wait = next - System.nanoTime();
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
        return next;
    }

    private void show() {
        latest = course.frame(course.marked());
        told = course.history().size();
        frames++;
        changed.signalAll();
    }

    // ---- What the page asks for

    /// Changes settings. A training with other steps begins anew, and plays.
    ///
    /// @param fields the settings to change, by name; `target` may be among them, and `again` to begin anew in any case
    /// @return what [#toJson] returns
    /// @throws ArgumentException if a setting is wrong; nothing changes then
    public Map<String, Object> change(Map<?, ?> fields) throws IOException {
        lock.lock();
        try {
            Map<Object, Object> rest = new LinkedHashMap<>(fields);
            Object target = rest.remove("target");
            boolean again = Boolean.TRUE.equals(rest.remove("again"));
            Study next = target == null || target.equals(study.target().column())
                    ? study
                    : material.study(String.valueOf(target));
            LessonSettings wanted = (next == study ? settings : settings.columns(List.of())).with(rest);
            SurfaceGrid picture = wanted.columns().equals(settings.columns()) && next == study
                    ? grid
                    : SurfaceGrid.of(next, GridAxis.chosen(next, wanted.columns()));
            LessonSettings complete = wanted.columns(picture.columns());
            boolean anew = again || next != study || !complete.sameTraining(settings);
            if (anew) {
                course = new Course(next, complete, picture);
                failure = "";
                playing = true;
            } else {
                course.until(complete.until());
                course.lens().grid(picture);
            }
            study = next;
            settings = complete;
            grid = picture;
            version++;
            show();
            return toJson();
        } finally {
            lock.unlock();
        }
    }

    /// Plays or pauses the training. One that paused at the step of its settings goes on.
    public void play(boolean wanted) {
        locked(() -> {
            playing = wanted;
            if (wanted && course.paused()) {
                course.until(0);
            }
            seen = System.nanoTime();
            show();
            return true;
        });
    }

    /// Sets how fast the training plays.
    ///
    /// @param marks the number of marks per second; 1000 or more for as fast as possible
    public void speed(double marks) {
        if (!(marks > 0)) {
            throw new ArgumentException("speed", "the speed is " + marks + ", expected a number above 0");
        }
        locked(() -> {
            speed = marks;
            return true;
        });
    }

    /// Takes the training to its next mark, and pauses.
    public void step() {
        locked(() -> {
            playing = false;
            while (!rests() && !course.advance(Long.MAX_VALUE / 4)) {
                seen = System.nanoTime();
            }
            show();
            return true;
        });
    }

    /// Returns the frame of a step as JSON.
    ///
    /// @throws ArgumentException if the training has not reached the step
    public String frame(long step) {
        return locked(() -> course.frame(step));
    }

    /// Returns by how much the loss rises at a step if a column is shuffled among rows, as a tree for [Json].
    public Map<String, Object> reliance(long step) {
        return locked(() -> Map.of("step", step, "columns", Shuffling.toJson(course.reliance(step))));
    }

    /// Returns how a weight has changed, from unit `from` (-1 for the bias) to a unit of a layer, all from 0: the step and
    /// the value at each of some steps, as a tree for [Json].
    ///
    /// @throws ArgumentException if there is no such weight
    public Map<String, Object> curve(int layer, int from, int unit) {
        return locked(() -> Map.of("curve", course.curve(layer, from, unit)));
    }

    /// Returns the walk of a row through the network at a step, as a tree for [Json].
    ///
    /// @throws ArgumentException if there is no such row or step
    public Map<String, Object> walk(long step, int row) {
        return locked(() -> new Walkthrough(study, settings, course).of(step, row));
    }

    /// Returns the command, the Java program and what tells them apart.
    ///
    /// @throws ArgumentException if the training has not reached the step
    public Map<String, Object> takeAway(long step) {
        return locked(() -> {
            course.check(step);
            return new TakeAway(material.naming(), study.target().column(), settings, study.classes(),
                    study.outputs(), step, course.perEpoch()).toJson();
        });
    }

    /// Returns the model of a step as the bytes of a model file, which `chainrule predict` reads.
    public byte[] model(long step) throws IOException {
        lock.lock();
        try {
            Map<String, Tensor> values = course.at(step, Run::parameters);
            Path file = Files.createTempFile("chainrule", ".safetensors");
            try {
                study.plan().model(course.blueprint().model(study.examples().type().inputs(), values)).save(file);
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns the table, the settings and the picture as a tree for [Json].
    public Map<String, Object> toJson() {
        return locked(() -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", version);
            json.put("name", material.title());
            json.put("file", material.naming().name());
            json.put("sample", material.sample());
            json.put("digest", material.digest());
            json.put("table", study.toJson(wording));
            json.put("settings", settings.toJson());
            json.put("grid", grid.toJson());
            json.put("drawnInputs", Arrays.stream(grid.drawnInputs(Frame.DRAWN)).boxed().toList());
            json.put("drawn", Frame.DRAWN);
            json.put("parameters", course.lens().network().parameterCount());
            json.put("perEpoch", course.perEpoch());
            return json;
        });
    }

    // ---- Those who look on

    /// How much of a lesson a viewer knows.
    ///
    /// @param version the version of the settings
    /// @param marks   the number of marks
    /// @param frames  the number of frames
    public record Seen(int version, int marks, long frames) {
        /// Nothing.
        public static final Seen NOTHING = new Seen(0, 0, 0);
    }

    /// News for a viewer.
    ///
    /// @param seen what the viewer knows now
    /// @param text the news as JSON; empty if there is none
    public record News(Seen seen, String text) {
    }

    /// Waits for something that a viewer does not know yet.
    ///
    /// @param milliseconds the longest time to wait
    /// @throws InterruptedException if the thread is interrupted
    public News news(Seen known, long milliseconds) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
            while (!closed && known.version == version && known.frames == frames && left > 0) {
                left = changed.awaitNanos(left);
            }
            seen = System.nanoTime();
            if (known.version == version && known.frames == frames) {
                return new News(known, "");
            }
            // a training that diverged has lost its last marks
            int from = known.version == version ? Math.min(known.marks, told) : 0;
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", version);
            json.put("from", from);
            json.put("marks", List.copyOf(course.history().subList(from, told)));
            json.put("playing", playing && !rests());
            json.put("ended", failure.isEmpty() ? course.ended() : failure);
            String text = Json.write(json);
            return new News(new Seen(version, told, frames),
                    text.substring(0, text.length() - 1) + ",\"frame\":" + latest + "}");
        } finally {
            lock.unlock();
        }
    }

    /// Counts a viewer in or out. A lesson that nobody sees rests.
    public void viewer(boolean comes) {
        locked(() -> {
            viewers.addAndGet(comes ? 1 : -1);
            seen = System.nanoTime();
            changed.signalAll();
            return true;
        });
    }

    /// Returns the nanoseconds since a page last asked for something; 0 while one is connected.
    public long idle() {
        return viewers.get() > 0 ? 0 : System.nanoTime() - seen;
    }

    /// Returns whether the lesson has ended.
    public boolean isClosed() {
        return closed;
    }

    /// Ends the lesson and its thread, which may first end what it does.
    @Override
    public void close() {
        closed = true;
        // in a thread of its own: whoever holds the lock may prepare a large table
        Thread.ofVirtual().start(() -> locked(() -> {
            changed.signalAll();
            return true;
        }));
    }
}
