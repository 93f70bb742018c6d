package org.chainrule.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model in a service: many threads, a single processor, and class loaders that come and go.
class ServiceTest {
    @TempDir
    static Path folder;
    private static Path file = Path.of("");

    record Penguin(double billLengthMm, String island, double bodyMassG, boolean sexKnown) {
        static Penguin of(int i) {
            return new Penguin(35 + i % 17, i % 2 == 0 ? "Biscoe" : "Dream", 3000 + i % 23 * 100, i % 3 == 0);
        }
    }

    @BeforeAll
    static void train() throws IOException {
        file = folder.resolve("penguins.safetensors");
        Tabular.of("species").hidden(8).epochs(5).fit(PredictorTest.penguins(120)).model().save(file);
    }

    /// Ten thousand threads wait for each other and then predict at once. The model keeps two sets of buffers per
    /// processor, however many threads there are; a waiting thread holds only its row and its stack.
    @Test
    void tenThousandVirtualThreadsGetTheRightAnswers() throws Exception {
        TabularModel model = TabularModel.load(file);
        Predictor<Penguin> predictor = model.predictor(Penguin.class);
        int kinds = 17 * 23 * 6;
        List<Prediction> expected = predictor.predict(IntStream.range(0, kinds).mapToObj(Penguin::of).toList());
        int count = 10_000;
        CountDownLatch start = new CountDownLatch(count);
        List<Future<Prediction>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                Penguin penguin = Penguin.of(i % kinds);
                answers.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return predictor.predict(penguin);
                }));
            }
        }
        for (int i = 0; i < count; i++) {
            assertThat(answers.get(i).get()).isEqualTo(expected.get(i % kinds));
        }
        assertThat(expected.stream().distinct().count()).isGreaterThan(100);
    }

    /// A prediction allocates its row and its result, and none of the network's buffers.
    @Test
    void aPredictionAllocatesLittle() throws IOException {
        TabularModel model = TabularModel.load(file);
        Predictor<Penguin> predictor = model.predictor(Penguin.class);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // code that HotSpot has not compiled yet allocates more, and a busy machine compiles late
        for (int round = 0; round < 20 && least >= 4096; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                predictor.predict(Penguin.of(i));
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1000);
        }
        assertThat(least).isLessThan(4096);
    }

    /// An application in its own class loader, which loads a model, predicts and is dropped, as on a server that
    /// redeploys it.
    public static final class Application implements Function<String, Object> {
        @Override
        public Object apply(String file) {
            try {
                TabularModel model = TabularModel.load(Path.of(file));
                return model.predictor(Penguin.class).predict(Penguin.of(3)).text() + model
                        .predict(Map.of("bill_length_mm", 40, "island", "Dream", "body_mass_g", 1, "sex known", true))
                        .text();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The JDK caches method handles with soft references to classes until memory is short; the flag makes it short.
    @Test
    void theClassLoaderIsCollectedAfterUse() throws Exception {
        assertThat(child("-XX:SoftRefLRUPolicyMSPerMB=0", Unloading.class)).isEqualTo("collected");
    }

    /// Run by [#theClassLoaderIsCollectedAfterUse] in a separate process.
    public static final class Unloading {
        public static void main(String[] args) throws Exception {
            WeakReference<ClassLoader> loader = useInALoaderOfItsOwn(args[0]);
            for (int i = 0; i < 50 && loader.get() != null; i++) {
                System.gc();
                Thread.sleep(10);
            }
            System.out.println(loader.get() == null ? "collected" : "held");
        }
    }

    /// Returns the output of a process with the flag.
    private static String child(String flag, Class<?> program) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(java, flag, "-cp", System.getProperty("java.class.path"),
                program.getName(), file.toString()).redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(out).strip();
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> useInALoaderOfItsOwn(String file) throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Class<?> application = loader.loadClass(Application.class.getName());
        assertThat(application).isNotSameAs(Application.class);
        Function<String, Object> use = (Function<String, Object>) application.getConstructor().newInstance();
        assertThat(use.apply(file)).asString().isNotEmpty();
        WeakReference<ClassLoader> reference = new WeakReference<>(loader);
        loader.close();
        return reference;
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /// Run by [#oneProcessorIsEnough] in a process with one processor: trains with the default number of threads,
    /// predicts, and prints the largest number of computing threads that were alive at once.
    public static final class OneProcessor {
        public static void main(String[] args) throws IOException {
            AtomicInteger most = new AtomicInteger();
            TabularModel trained = Tabular.of("species").hidden(8).epochs(3)
                    .onEpoch((name, epoch) -> most.accumulateAndGet(workers(), Math::max))
                    .fit(PredictorTest.penguins(120)).model();
            TabularModel model = TabularModel.load(Path.of(args[0]));
            String text = model.predictor(Penguin.class).predict(Penguin.of(3)).text();
            System.out.println(Runtime.getRuntime().availableProcessors() + " processor, " + most + " more threads, "
                    + trained.target().column() + " " + text);
        }

        private static int workers() {
            return (int) Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().matches("chainrule-[0-9]+")).count();
        }
    }

    @Test
    void oneProcessorIsEnough() throws Exception {
        String printed = child("-XX:ActiveProcessorCount=1", OneProcessor.class);
        String species = TabularModel.load(file).predictor(Penguin.class).predict(Penguin.of(3)).text();
        assertThat(printed).isEqualTo("1 processor, 0 more threads, species " + species);
    }
}
