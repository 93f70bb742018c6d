package org.chainrule.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.RelationCommon;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.ManagedChannelBuilder;

/// Trains and predicts over Spark Connect, whose client sends nothing but names and parameters.
@Tag("full")
class ConnectTest {
    private static ManagedChannel channel;
    private static final String SESSION = UUID.randomUUID().toString();

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        LocalSpark.table("iris.csv").write().parquet(folder.resolve("iris.parquet").toString());
        LocalSpark.session().sparkContext().conf().set("spark.connect.grpc.binding.port", "0");
        SparkConnectService$.MODULE$.start(LocalSpark.session().sparkContext());
        channel = ManagedChannelBuilder.forAddress("localhost", SparkConnectService$.MODULE$.localPort())
                .usePlaintext().build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
    }

    private static List<ExecutePlanResponse> run(Plan plan) {
        Iterator<ExecutePlanResponse> answers = SparkConnectServiceGrpc.newBlockingStub(channel)
                .executePlan(ExecutePlanRequest.newBuilder().setSessionId(SESSION)
                        .setUserContext(UserContext.newBuilder().setUserId("test")).setPlan(plan).build());
        List<ExecutePlanResponse> all = new ArrayList<>();
        answers.forEachRemaining(all::add);
        return all;
    }

    private static List<ExecutePlanResponse> run(MlCommand command) {
        return run(Plan.newBuilder().setCommand(Command.newBuilder().setMlCommand(command)).build());
    }

    private static Relation iris() {
        return Relation.newBuilder().setCommon(RelationCommon.newBuilder().setPlanId(1))
                .setRead(Read.newBuilder().setDataSource(Read.DataSource.newBuilder().setFormat("parquet")
                        .addPaths(folder.resolve("iris.parquet").toString())))
                .build();
    }

    private static Expression.Literal text(String text) {
        return Expression.Literal.newBuilder().setString(text).build();
    }

    private static String fitted() {
        MlCommand.Fit fit = MlCommand.Fit.newBuilder()
                .setEstimator(MlOperator.newBuilder().setName(ChainruleClassifier.class.getName()).setUid("remote")
                        .setType(MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR))
                .setParams(MlParams.newBuilder().putParams("labelCol", text("species"))
                        .putParams("modelType", text("linear"))
                        .putParams("maxIter", Expression.Literal.newBuilder().setInteger(3).build()))
                .setDataset(iris()).build();
        return run(MlCommand.newBuilder().setFit(fit).build()).stream().filter(ExecutePlanResponse::hasMlCommandResult)
                .map(answer -> answer.getMlCommandResult().getOperatorInfo().getObjRef().getId()).findFirst()
                .orElseThrow();
    }

    private static long rows(MlRelation.Transform.Builder transform) {
        Relation relation = Relation.newBuilder().setCommon(RelationCommon.newBuilder().setPlanId(2))
                .setMlRelation(MlRelation.newBuilder().setTransform(transform.setInput(iris()))).build();
        return run(Plan.newBuilder().setRoot(relation).build()).stream()
                .filter(ExecutePlanResponse::hasArrowBatch).mapToLong(each -> each.getArrowBatch().getRowCount()).sum();
    }

    @Test
    void trainsAndPredicts() {
        String model = fitted();
        assertThat(rows(MlRelation.Transform.newBuilder().setObjRef(ObjectRef.newBuilder().setId(model))))
                .isEqualTo(150);
    }

    @Test
    void savesAndLoads() {
        String path = folder.resolve("model").toString();
        run(MlCommand.newBuilder().setWrite(MlCommand.Write.newBuilder()
                .setObjRef(ObjectRef.newBuilder().setId(fitted())).setPath(path)).build());
        ChainruleClassificationModel saved = ChainruleClassificationModel.load(path);
        assertThat(saved.classLabels()).containsExactly("setosa", "versicolor", "virginica");

        String loaded = run(MlCommand.newBuilder().setRead(MlCommand.Read.newBuilder().setPath(path)
                .setOperator(MlOperator.newBuilder().setName(ChainruleClassificationModel.class.getName())
                        .setType(MlOperator.OperatorType.OPERATOR_TYPE_MODEL)))
                .build()).stream().filter(ExecutePlanResponse::hasMlCommandResult)
                .map(answer -> answer.getMlCommandResult().getOperatorInfo().getObjRef().getId()).findFirst()
                .orElseThrow();
        assertThat(rows(MlRelation.Transform.newBuilder().setObjRef(ObjectRef.newBuilder().setId(loaded))))
                .isEqualTo(150);
    }
}
