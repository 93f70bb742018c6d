package org.chainrule.tabular.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the nodes of a graph stand: in rows, each below all nodes that it reads, and side by side where neither reads the
/// other. A link that skips rows has a lane of its own in each of them, so that it crosses no node (Sugiyama, Tagawa and
/// Toda, "Methods for visual understanding of hierarchical system structures", 1981).
final class NetworkLayout {
    private static final double LANE = 24;
    private static final double BESIDE = 10;

    private final double left;
    private final double right;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final Map<String, Cell> cells = new HashMap<>();
    private final Map<String, Cell> lanes = new HashMap<>();

    /// A node in a row, or the lane of a link.
    static final class Cell {
        /// The node; of a lane, the one that the link comes from.
        final NetworkGraph.Node node;
        final boolean lane;
        final int row;
        final List<Cell> sources = new ArrayList<>();
        double left;
        double width;

        private Cell(NetworkGraph.Node node, boolean lane, int row) {
            this.node = node;
            this.lane = lane;
            this.row = row;
        }

        double middle() {
            return left + width / 2;
        }

        double right() {
            return left + width;
        }
    }

    /// @param left  the left edge of all rows
    /// @param right their right edge
    NetworkLayout(List<NetworkGraph.Node> nodes, double left, double right) {
        this.left = left;
        this.right = right;
        for (NetworkGraph.Node node : nodes) {
            List<Cell> sources = node.sources().stream().filter(cells::containsKey).map(cells::get).toList();
            Cell cell = placed(new Cell(node, false, 1 + sources.stream().mapToInt(from -> from.row).max().orElse(-1)));
            cells.put(node.id(), cell);
            sources.forEach(from -> cell.sources.add(passed(from, cell.row)));
        }
        rows.forEach(this::arrange);
    }

    private Cell placed(Cell cell) {
        while (rows.size() <= cell.row) {
            rows.add(new ArrayList<>());
        }
        rows.get(cell.row).add(cell);
        return cell;
    }

    /// Returns the end of a link in the row above a given one; it has a lane in all rows between.
    private Cell passed(Cell from, int row) {
        Cell end = from;
        for (int next = from.row + 1; next < row; next++) {
            Cell before = end;
            int place = next;
            end = lanes.computeIfAbsent(next + " " + from.node.id(), _ -> {
                Cell lane = placed(new Cell(from.node, true, place));
                lane.sources.add(before);
                return lane;
            });
        }
        return end;
    }

    /// Orders a row by the places of what its cells read, lanes last, and divides its width.
    private void arrange(List<Cell> row) {
        row.sort(Comparator.<Cell, Boolean>comparing(cell -> cell.lane).thenComparingDouble(
                cell -> cell.sources.stream().mapToDouble(Cell::middle).average().orElse(0)));
        long lane = row.stream().filter(cell -> cell.lane).count();
        double free = right - left - lane * LANE - (row.size() - 1) * BESIDE;
        double at = left;
        for (Cell cell : row) {
            cell.left = at;
            cell.width = cell.lane ? LANE : free / Math.max(1, row.size() - lane);
            at += cell.width + BESIDE;
        }
    }

    List<List<Cell>> rows() {
        return rows;
    }

    /// Returns the largest number of nodes side by side.
    static int widest(List<NetworkGraph.Node> nodes) {
        return new NetworkLayout(nodes, 0, 1).rows.stream()
                .mapToInt(row -> (int) row.stream().filter(cell -> !cell.lane).count()).max().orElse(1);
    }
}
