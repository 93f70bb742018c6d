package org.chainrule.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters$;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.Predictions;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/// The prediction for a row, as an expression of SQL.
final class PredictExpression extends Expression implements CodegenFallback, Serializable {
    private static final long serialVersionUID = 1;

    private final ModelHandle handle;
    private final List<String> names;
    private final boolean text;
    private final List<Expression> columns;
    private transient @Nullable Reader reader;

    /// @param names the names of the columns in the query; empty for those without one
    /// @param text  whether predictions are text
    private PredictExpression(ModelHandle handle, List<String> names, boolean text, List<Expression> columns) {
        this.handle = handle;
        this.names = names;
        this.text = text;
        this.columns = columns;
    }

    /// Returns the expression of a call.
    ///
    /// @param arguments the path of the model, then the columns
    /// @throws ArgumentException if the path is no constant, or there is no model
    static PredictExpression of(List<Expression> arguments) {
        if (arguments.isEmpty() || !arguments.getFirst().foldable()
                || !(arguments.getFirst().eval(null) instanceof UTF8String path)) {
            throw new ArgumentException("model",
                    "chainrule_predict: the first argument is not the path of a model; call"
                            + " chainrule_predict('path', column, ...)");
        }
        SparkSession session = SparkSession.active();
        ModelHandle handle = ModelHandle.sent(ModelBytes.read(path.toString(), session), session.sparkContext());
        TabularModel model = handle.model();
        List<Expression> columns = new ArrayList<>(arguments.subList(1, arguments.size()));
        return new PredictExpression(handle, columns.stream().map(PredictExpression::name).toList(),
                model.target().task().isClasses() && !Labels.areNumbers(model), columns);
    }

    private static String name(Expression column) {
        return switch (column) {
            case UnresolvedAttribute attribute -> attribute.nameParts().last();
            case NamedExpression named -> named.name();
            default -> "";
        };
    }

    /// Returns the columns of the query.
    private StructType schema() {
        StructType schema = new StructType();
        for (int i = 0; i < columns.size(); i++) {
            schema = schema.add(names.get(i), columns.get(i).dataType());
        }
        return schema;
    }

    /// Returns where the columns of the model are among those of the query: by name, else in their order.
    ///
    /// @throws ArgumentException if they are neither, or have types that the model cannot read
    private Inputs.Source[] sources(TabularModel model) {
        List<String> read = RowScorer.names(model);
        StructType schema = schema();
        try {
            Inputs.sources(read, schema);
        } catch (ArgumentException e) {
            return inOrder(model, read, schema, e);
        }
        return RowScorer.sources(model, read, schema);
    }

    private Inputs.Source[] inOrder(TabularModel model, List<String> read, StructType schema,
            ArgumentException byName) {
        String wanted = "the model reads " + String.join(", ", read) + "; pass columns of these names, or "
                + read.size() + " values in this order";
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (read.size() != names.size()
                    || !name.equalsIgnoreCase(read.get(i)) && read.stream().anyMatch(name::equalsIgnoreCase)) {
                throw new ArgumentException("columns", "chainrule_predict: " + (read.size() != names.size()
                        ? byName.getMessage()
                        : "column " + Quote.of(name) + " is value " + (i + 1) + ", where the model reads "
                                + Quote.of(read.get(i)))
                        + "; " + wanted);
            }
        }
        Inputs.Source[] sources = new Inputs.Source[read.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = Inputs.Source.of(i, schema);
        }
        return RowScorer.checked(model, sources, schema);
    }

    @Override
    public TypeCheckResult checkInputDataTypes() {
        try {
            sources(handle.model());
            return TypeCheckResult.TypeCheckSuccess$.MODULE$;
        } catch (ArgumentException e) {
            return new TypeCheckResult.TypeCheckFailure(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public DataType dataType() {
        return text ? DataTypes.StringType : DataTypes.DoubleType;
    }

    @Override
    public boolean nullable() {
        return false;
    }

    @Override
    public String prettyName() {
        return "chainrule_predict";
    }

    /// What a task needs to predict.
    private record Reader(TabularModel model, Labels labels, RowScorer scorer, Inputs.Source[] sources,
            List<Function1<Object, Object>> converters) {
    }

    private Reader reader() {
        Reader known = reader;
        if (known == null) {
            TabularModel model = handle.model();
            Inputs.Source[] sources = sources(model);
            known = new Reader(model, Labels.of(model, text), new RowScorer(model, sources), sources,
                    columns.stream().map(
                            column -> CatalystTypeConverters$.MODULE$.createToScalaConverter(column.dataType()))
                            .toList());
            reader = known;
        }
        return known;
    }

    @Override
    public Object eval(InternalRow row) {
        Reader all = reader();
        @Nullable
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.converters.get(i).apply(columns.get(i).eval(row));
        }
        float[] inputs = new float[all.model.schema().width()];
        all.scorer.encode(values, inputs);
        Predictions predictions = all.model.predict(inputs);
        if (predictions instanceof Predictions.Classes classes) {
            return text
                    ? UTF8String.fromString(classes.text(0))
                    : all.labels.prediction(classes.index(0));
        }
        return PredictRows.number(predictions, 0);
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        return CodegenFallback.super.doGenCode(context, code);
    }

    @Override
    public Seq<Expression> children() {
        return CollectionConverters.asScala(columns).toSeq();
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new PredictExpression(handle, names, text, new ArrayList<>(CollectionConverters.asJava(children)));
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public Object productElement(int place) {
        return place == 0 ? handle.digest() : children();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PredictExpression;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PredictExpression same && same.handle.digest().equals(handle.digest())
                && same.names.equals(names) && same.columns.equals(columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(handle.digest(), names, columns);
    }
}
