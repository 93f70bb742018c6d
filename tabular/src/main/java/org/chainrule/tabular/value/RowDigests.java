package org.chainrule.tabular.value;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.LongStream;

/// The 32-bit digests of some rows, by which they are found again in another table. Rows that are equal have equal
/// digests, and each counts. Another row has one of n digests with a probability of n in four billion.
public final class RowDigests {
    /// No digests.
    public static final RowDigests NONE = new RowDigests(new long[0]);
    private static final long MASK = 0xFFFFFFFFL;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LONGEST = 5;

    /// The digests as unsigned numbers in ascending order.
    private final long[] sorted;

    private RowDigests(long[] sorted) {
        this.sorted = sorted;
    }

    /// Returns the digests of rows.
    public static RowDigests of(int[] digests) {
        return new RowDigests(Arrays.stream(digests).mapToLong(digest -> digest & MASK).sorted().toArray());
    }

    /// Returns the number of digests.
    public int size() {
        return sorted.length;
    }

    /// Returns these digests and more.
    public RowDigests and(RowDigests more) {
        return new RowDigests(LongStream.concat(Arrays.stream(sorted), Arrays.stream(more.sorted)).sorted().toArray());
    }

    /// Returns these digests, each of them once.
    public RowDigests distinct() {
        return new RowDigests(Arrays.stream(sorted).distinct().toArray());
    }

    /// Returns whether there is such a digest.
    public boolean contains(int digest) {
        return Arrays.binarySearch(sorted, digest & MASK) >= 0;
    }

    /// Returns which of some rows are found: the first n of equal ones if there are n such digests.
    public boolean[] find(int[] digests) {
        boolean[] found = new boolean[digests.length];
        int[] used = new int[sorted.length];
        for (int i = 0; i < digests.length; i++) {
            long digest = digests[i] & MASK;
            int first = first(digest);
            if (first < sorted.length && first + used[first] < sorted.length
                    && sorted[first + used[first]] == digest) {
                used[first]++;
                found[i] = true;
            }
        }
        return found;
    }

    /// Returns the index of the first digest that is not below a number.
    private int first(long digest) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < digest) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Returns the digests as text: their differences as numbers of variable length, seven bits a byte, in Base64. A digest
    /// takes two to five bytes, fewer the more there are.
    public String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long before = 0;
        for (long digest : sorted) {
            long rest = digest - before;
            before = digest;
            while (rest >= MORE) {
                bytes.write((int) (rest % MORE) | MORE);
                rest /= MORE;
            }
            bytes.write((int) rest);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /// Returns the digests in a text.
    ///
    /// @throws IllegalArgumentException if [#text] does not write such a text
    public static RowDigests parse(String text) {
        long[] digests = new long[text.length()];
        int count = 0;
        long last = 0;
        long part = 0;
        int length = 0;
        for (byte next : Base64.getDecoder().decode(text)) {
            part |= (long) (next & (MORE - 1)) << (BITS * length);
            length++;
            if (next >= 0) {
                last += part;
                digests[count] = last;
                count++;
                part = 0;
                length = 0;
            }
            if (length >= LONGEST || last > MASK) {
                throw new IllegalArgumentException("a digest has more than 32 bits");
            }
        }
        if (length > 0) {
            throw new IllegalArgumentException("the last digest is cut off");
        }
        return new RowDigests(Arrays.copyOf(digests, count));
    }
}
