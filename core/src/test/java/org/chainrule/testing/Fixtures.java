package org.chainrule.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of `src/test/fixtures`: tensors that PyTorch computed in float64, by name; the README there lists them.
///
/// The reader is deliberately separate from the library's safetensors reader. It keeps every bit of a float64, and a
/// bug in the library's reader cannot make a wrong number agree with itself.
public final class Fixtures {
    private static final Pattern TENSOR = Pattern.compile("\"([^\"]+)\":\\{\"dtype\":\"(F64|I64)\","
            + "\"shape\":\\[([0-9,]*)\\],\"data_offsets\":\\[([0-9]+),([0-9]+)\\]\\}");
    private static final Pattern SETTING = Pattern.compile("\"([^\"]+)\":\"([^\"]*)\"");

    private final String file;
    private final Map<String, String> settings = new TreeMap<>();
    private final Map<String, int[]> shapes = new TreeMap<>();
    private final Map<String, double[]> values = new TreeMap<>();

    private Fixtures(String file, byte[] bytes) {
        this.file = file;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = Math.toIntExact(buffer.getLong());
        String header = new String(bytes, Long.BYTES, start, UTF_8);
        buffer = buffer.position(Long.BYTES + start).slice().order(ByteOrder.LITTLE_ENDIAN);

        int settingsEnd = header.indexOf("\"},\"") + 1;
        Matcher setting = SETTING.matcher(header).region("{\"__metadata__\":".length(), settingsEnd);
        while (setting.find()) {
            settings.put(setting.group(1), setting.group(2));
        }
        int read = 0;
        Matcher tensor = TENSOR.matcher(header).region(settingsEnd, header.length());
        while (tensor.find()) {
            int[] shape = Pattern.compile(",").splitAsStream(tensor.group(3)).filter(size -> !size.isEmpty())
                    .mapToInt(Integer::parseInt).toArray();
            double[] data = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            int offset = Integer.parseInt(tensor.group(4));
            for (int i = 0; i < data.length; i++) {
                int at = offset + i * Double.BYTES;
                data[i] = tensor.group(2).equals("F64") ? buffer.getDouble(at) : buffer.getLong(at);
            }
            assertThat(Integer.parseInt(tensor.group(5)) - offset).as(tensor.group(1))
                    .isEqualTo(data.length * Double.BYTES);
            read += data.length * Double.BYTES;
            shapes.put(tensor.group(1), shape);
            values.put(tensor.group(1), data);
        }
        assertThat(read).as("bytes read of %s", file).isEqualTo(buffer.capacity()).isPositive();
    }

    /// Returns the fixtures in `src/test/fixtures/NAME.safetensors`.
    public static Fixtures open(String name) {
        Path path = Path.of(System.getProperty("basedir", ""), "src", "test", "fixtures", name + ".safetensors");
        try {
            return new Fixtures(path.getFileName().toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the names that begin with a prefix, in order and without the prefix: `names("grad/")` lists the
    /// parameters.
    public List<String> names(String prefix) {
        return values.keySet().stream().filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length())).toList();
    }

    /// Returns the sizes of a tensor's axes; empty for a single number.
    public int[] shape(String name) {
        return find(shapes, name).clone();
    }

    /// Returns a tensor's values in row-major order, with all bits.
    public double[] doubles(String name) {
        return find(values, name).clone();
    }

    /// Returns the values of an input or parameter; an assertion fails if one is not a float32 number.
    public float[] floats(String name) {
        double[] from = find(values, name);
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
            assertThat((double) to[i]).as("%s[%d] of %s as a float", name, i, file).isEqualTo(from[i]);
        }
        return to;
    }

    /// Returns the values of a tensor of whole numbers, such as class indices; an assertion fails if one is not whole.
    public int[] ints(String name) {
        double[] from = find(values, name);
        int[] to = new int[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = (int) from[i];
            assertThat((double) to[i]).as("%s[%d] of %s as an int", name, i, file).isEqualTo(from[i]);
        }
        return to;
    }

    /// Returns an entry of the file's metadata.
    public String setting(String name) {
        return find(settings, name);
    }

    /// Asserts that |actual - expected| <= tolerance |expected| in the Euclidean norm, where `expected` is the tensor
    /// with the given name.
    public void assertClose(String name, double[] actual, double tolerance) {
        double[] expected = find(values, name);
        assertThat(actual).as("%s of %s", name, file).hasSameSizeAs(expected);
        double error = 0;
        double size = 0;
        for (int i = 0; i < actual.length; i++) {
            error = Math.hypot(error, actual[i] - expected[i]);
            size = Math.hypot(size, expected[i]);
        }
        assertThat(error).as("distance of %s of %s, whose norm is %s", name, file, size)
                .isLessThanOrEqualTo(tolerance * size);
    }

    /// Asserts the same for floats.
    public void assertClose(String name, float[] actual, double tolerance) {
        double[] wide = new double[actual.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = actual[i];
        }
        assertClose(name, wide, tolerance);
    }

    private <T> T find(Map<String, T> in, String name) {
        T found = in.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no " + name + " in " + file + ", which holds " + in.keySet());
        }
        return found;
    }
}
