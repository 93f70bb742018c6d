package org.chainrule.spark;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/// Adds the function `chainrule_predict('model', column, ...)` to the SQL of a session: by the setting
/// `spark.sql.extensions=org.chainrule.spark.ChainruleExtensions`, or later by [#register].
///
/// The function predicts a row with a saved model or a model file. The columns are those that the model reads, by name; if
/// their names differ, they are in the order of [ChainruleModel#inputNames]. The result is a number, or text if the labels
/// are.
public final class ChainruleExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    private static final String NAME = "chainrule_predict";

    /// Creates the extensions.
    public ChainruleExtensions() {
    }

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectFunction(new Tuple3<>(new FunctionIdentifier(NAME), info(), builder()));
        return BoxedUnit.UNIT;
    }

    /// Adds the function to a session that exists.
    public static void register(SparkSession session) {
        ((org.apache.spark.sql.classic.SparkSession) session).sessionState().functionRegistry()
                .createOrReplaceTempFunction(NAME, builder(), "scala_udf");
    }

    private static ExpressionInfo info() {
        return new ExpressionInfo(PredictExpression.class.getName(), "", NAME,
                "_FUNC_(model, column, ...) - Predicts a row with the model at a path.", "", "", "", "", "", "",
                "scala_udf");
    }

    private static Function1<Seq<Expression>, Expression> builder() {
        return new AbstractFunction1<>() {
            @Override
            public Expression apply(Seq<Expression> arguments) {
                return PredictExpression.of(CollectionConverters.asJava(arguments));
            }
        };
    }
}
