package org.chainrule.parquet.meta;

import java.util.ArrayList;
import java.util.List;
import org.chainrule.parquet.codec.DamagedException;

/// The metadata at the end of a file.
///
/// Source: `parquet.thrift` of Apache Parquet.
///
/// @param columns the columns of the table
/// @param groups  the groups of rows
public record Footer(List<StoredColumn> columns, List<Group> groups) {
    /// A group of rows.
    ///
    /// @param chunks the stored columns, in their order
    public record Group(List<Chunk> chunks, long rows) {
    }

    /// An element of the schema, which is stored as a tree in depth-first order.
    private record Element(String name, int physical, int size, int repetition, int children, Logical logical) {
    }

    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;
    private static final int NONE = -1;
    private static final int DEEPEST = 100;
    private static final String PART = "schema";

    /// Reads the metadata.
    ///
    /// @throws DamagedException if it is damaged
    public static Footer read(byte[] bytes) {
        try {
            return read(new Thrift(bytes, 0, bytes.length));
        } catch (Thrift.EndOfBytes _) {
            throw new DamagedException("metadata");
        }
    }

    /// Returns the number of rows.
    public long rows() {
        return groups.stream().mapToLong(Group::rows).sum();
    }

    private static Footer read(Thrift in) {
        List<Element> elements = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 2 -> {
                    int count = in.list();
                    for (int i = 0; i < count; i++) {
                        elements.add(element(in));
                    }
                }
                case 4 -> {
                    int count = in.list();
                    for (int i = 0; i < count; i++) {
                        groups.add(group(in));
                    }
                }
                default -> in.skip();
            }
        }
        return new Footer(columns(elements), List.copyOf(groups));
    }

    private static Element element(Thrift in) {
        String name = "";
        int physical = NONE;
        int size = 0;
        int repetition = 0;
        int children = 0;
        int converted = NONE;
        int scale = 0;
        Logical logical = Logical.PLAIN;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> physical = in.int32();
                case 2 -> size = in.int32();
                case 3 -> repetition = in.int32();
                case 4 -> name = in.text();
                case 5 -> children = in.int32();
                case 6 -> converted = in.int32();
                case 7 -> scale = in.int32();
                case 10 -> logical = Logical.read(in);
                default -> in.skip();
            }
        }
        Logical meaning = logical.kind() == Logical.Kind.PLAIN ? Logical.converted(converted, scale) : logical;
        return new Element(name, physical, size, repetition, children, meaning);
    }

    private static Group group(Thrift in) {
        List<Chunk> chunks = new ArrayList<>();
        long rows = 0;
        in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> {
                    int count = in.list();
                    for (int i = 0; i < count; i++) {
                        chunks.add(Chunk.read(in));
                    }
                }
                case 3 -> rows = in.integer();
                default -> in.skip();
            }
        }
        DamagedException.require(rows >= 0, "metadata");
        return new Group(List.copyOf(chunks), rows);
    }

    private static List<StoredColumn> columns(List<Element> elements) {
        DamagedException.require(!elements.isEmpty(), PART);
        List<StoredColumn> columns = new ArrayList<>();
        int at = 1;
        int leaf = 0;
        for (int i = 0; i < elements.getFirst().children(); i++) {
            DamagedException.require(at < elements.size(), PART);
            Element element = elements.get(at);
            columns.add(column(element, leaf));
            int next = after(elements, at, 0);
            leaf += (int) elements.subList(at, next).stream().filter(e -> e.children() == 0).count();
            at = next;
        }
        DamagedException.require(at == elements.size(), PART);
        return List.copyOf(columns);
    }

    private static StoredColumn column(Element element, int leaf) {
        boolean optional = element.repetition() == OPTIONAL;
        if (element.children() > 0 || element.repetition() == REPEATED) {
            return new StoredColumn(element.name(), leaf, Physical.BYTE_ARRAY, 0, optional,
                    Logical.of(Logical.Kind.NESTED));
        }
        Physical physical = Physical.of(element.physical());
        DamagedException.require(physical != Physical.FIXED_LEN_BYTE_ARRAY || element.size() > 0, PART);
        return new StoredColumn(element.name(), leaf, physical, physical == Physical.INT96 ? 12 : element.size(),
                optional,
                element.logical());
    }

    /// Returns the index after an element and all that it contains.
    private static int after(List<Element> elements, int index, int depth) {
        DamagedException.require(index < elements.size() && depth < DEEPEST, PART);
        int at = index + 1;
        for (int i = 0; i < elements.get(index).children(); i++) {
            at = after(elements, at, depth + 1);
        }
        return at;
    }
}
