package org.chainrule.spark.parallel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/// Measures Spark's barrier.
final class Gather extends AbstractFunction1<Iterator<Object>, Iterator<Object>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int calls;

    private Gather(int calls) {
        this.calls = calls;
    }

    @Override
    public Iterator<Object> apply(Iterator<Object> rows) {
        ArrayList<Double> seconds = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            long began = System.nanoTime();
            BarrierTaskContext.get().allGather("message " + i);
            seconds.add((System.nanoTime() - began) / 1e9);
        }
        return Iterator.single(seconds);
    }

    @SuppressWarnings("unchecked")
    static List<Double> measure(SparkSession session, int calls) {
        RDD<Object> rows = (RDD<Object>) (RDD<?>) session.range(0, 2, 1, 2).rdd();
        Object found = rows.barrier().mapPartitions(new Gather(calls), false, ClassTag$.MODULE$.apply(Object.class))
                .collect();
        return (List<Double>) ((Object[]) found)[0];
    }
}
