package org.chainrule.spark;

import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.chainrule.error.ArgumentException;
import org.chainrule.error.Quote;
import org.chainrule.tabular.TabularModel;
import org.jspecify.annotations.Nullable;

/// A trained network in Spark. It reads the columns of a table by the names that they had in the training, and adds columns
/// of predictions. Saved, it is a folder with the ordinary model file beside Spark's metadata.
///
/// @param <M> the kind of model
public abstract class ChainruleModel<M extends ChainruleModel<M>> extends Model<M>
        implements
            ChainruleParams,
            MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final ParamSet paramSet;
    private final byte[] file;
    private transient @Nullable TabularModel model;

    ChainruleModel(String uid, byte[] file) {
        this.uid = uid;
        this.paramSet = new ParamSet(this);
        this.file = file;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public ParamSet paramSet() {
        return paramSet;
    }

    /// Returns the trained model without Spark, with its report, its measures and its columns.
    public TabularModel tabular() {
        TabularModel known = model;
        if (known == null) {
            known = open(uid);
        }
        return known;
    }

    /// Reads the model file.
    ///
    /// @param source where the file comes from, for messages
    TabularModel open(String source) {
        TabularModel read = ModelBytes.model(file(), source);
        model = read;
        return read;
    }

    /// Returns the bytes of the model file.
    ///
    /// @throws ArgumentException if there is none
    byte[] file() {
        if (file.length == 0) {
            throw new ArgumentException("model", "the model " + uid
                    + " has no network; train one by fit, or load a saved one");
        }
        return file;
    }

    /// Returns a copy of this model without parameters.
    abstract M created(String uid, byte[] file);

    /// Returns the classes; [Labels#NONE] for a regression.
    abstract Labels labels();

    @Override
    public M copy(ParamMap extra) {
        M copy = copyValues(created(uid, file), extra);
        copy.setParent(parent());
        return copy;
    }

    /// Returns the names of the columns that the model reads; `column_0` is the first place of a column of vectors.
    public String[] inputNames() {
        return RowScorer.names(tabular()).toArray(String[]::new);
    }

    /// Returns the number of columns that the model reads, where a vector counts as many.
    public int numFeatures() {
        return inputNames().length;
    }

    /// Returns the size of the model file in bytes, by which Spark Connect limits the models that it keeps.
    @Override
    public long estimatedSize() {
        return file.length;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema(), true);
        Inputs.Source[] sources = sources(dataset.schema());
        ModelHandle handle = ModelHandle.sent(file, dataset.sparkSession().sparkContext());
        return dataset.toDF().mapPartitions(new PredictRows(handle, sources, labels(), added()), Encoders.row(schema));
    }

    /// Returns where the rows of a schema hold the columns of the model. If they all come from one column of vectors,
    /// `featuresCol` may name another.
    private Inputs.Source[] sources(StructType schema) {
        List<String> names = RowScorer.names(tabular());
        List<String> stems = names.stream().map(name -> name.replaceFirst("_[0-9]+$", "")).distinct().toList();
        String features = getFeaturesCol();
        if (isSet(featuresCol()) && !isSet(inputCols()) && stems.size() == 1 && !names.contains(stems.getFirst())) {
            names = names.stream().map(name -> features + name.substring(stems.getFirst().length())).toList();
        }
        return RowScorer.sources(tabular(), names, schema);
    }

    private PredictRows.Added added() {
        boolean classes = labels().size() > 0;
        return new PredictRows.Added(classes && named(rawPredictionCol()), classes && named(probabilityCol()),
                named(predictionCol()));
    }

    private boolean named(Param<String> column) {
        return !$(column).isEmpty();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        sources(schema);
        PredictRows.Added added = added();
        return added(this, schema, added.raw() || added.probability(),
                labels().text() ? DataTypes.StringType : DataTypes.DoubleType);
    }

    /// Returns a schema with the columns of predictions.
    static StructType added(ChainruleParams params, StructType schema, boolean classes, DataType prediction) {
        StructType all = schema;
        if (classes) {
            all = added(all, params.getRawPredictionCol(), SQLDataTypes.VectorType());
            all = added(all, params.getProbabilityCol(), SQLDataTypes.VectorType());
        }
        return added(all, params.getPredictionCol(), prediction);
    }

    private static StructType added(StructType schema, String name, DataType type) {
        if (name.isEmpty()) {
            return schema;
        }
        if (List.of(schema.fieldNames()).contains(name)) {
            throw new ArgumentException("column", "the table already has a column " + Quote.of(name)
                    + "; drop it, or give the predictions another name");
        }
        return schema.add(name, type, !type.equals(DataTypes.DoubleType));
    }

    @Override
    public MLWriter write() {
        return new ModelWriter(this);
    }

    /// Returns the name of the model and the number of columns that it reads.
    @Override
    public String toString() {
        return getClass().getSimpleName() + ": uid=" + uid + (file.length == 0 ? "" : ", numFeatures=" + numFeatures());
    }

    @SuppressWarnings("unchecked")
    final M with(Param<String> param, String value) {
        ArgumentException.requireNotNull("set", param.name(), value);
        set(param, value);
        return (M) this;
    }

    /// Sets the column of vectors that a model of vectors reads, if its name is not that of the training.
    public M setFeaturesCol(String name) {
        return with(featuresCol(), name);
    }

    /// Sets the column of predictions; see [ChainruleParams#predictionCol].
    public M setPredictionCol(String name) {
        return with(predictionCol(), name);
    }
}
