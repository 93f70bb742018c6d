package org.chainrule.tabular.remark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingRemarkTest {
    private static final Cause.FarValue FAR = new Cause.FarValue("price", "1000000", "line 7");

    private static String advice(Cause cause) {
        String sentence = new TrainingRemark.NothingLearned("rmse", cause).sentence();
        String start = "the model has learned nothing that helps on the test rows: by root mean square error it is no better than the "
                + "constant; ";
        assertThat(sentence).startsWith(start);
        return sentence.substring(start.length());
    }

    @Test
    void theAdviceDependsOnTheCause() {
        assertThat(advice(FAR)).isEqualTo(
                "the value 1000000 of \"price\" in line 7 outweighs all other test rows; if it is an error, correct it");
        assertThat(advice(new Cause.NewClasses(List.of("a"))))
                .isEqualTo("no training row has the class \"a\" of the test rows");
        assertThat(advice(new Cause.NewClasses(List.of("a", "b"))))
                .isEqualTo("no training row has the classes \"a\" and \"b\" of the test rows");
        assertThat(advice(new Cause.SameTarget("y", "7.1")))
                .isEqualTo("\"y\" is \"7.1\" in all test rows, so other test rows may show more");
        assertThat(advice(new Cause.RareClass("1", 1)))
                .isEqualTo("only 1 training row has class \"1\", so add rows with it");
        assertThat(advice(new Cause.RareClass("1", 2)))
                .isEqualTo("only 2 training rows have class \"1\", so add rows with it");
        assertThat(advice(new Cause.LearningRate(0.5)))
                .isEqualTo("the learning rate 0.5 was set (Tabular.learningRate); the default may help");
        assertThat(advice(new Cause.TooFewEpochs(3)))
                .isEqualTo("the last of 3 epochs was the best, so more epochs may help");
        assertThat(advice(new Cause.FewRows(12))).isEqualTo("12 training rows are few, so more rows may help");
        assertThat(advice(new Cause.LeftOutColumns(List.of("id")))).isEqualTo(
                "column \"id\" is left out, for the reasons above; in another form it may help");
        assertThat(advice(new Cause.LeftOutColumns(List.of("id", "name")))).isEqualTo(
                "columns \"id\" and \"name\" are left out, for the reasons above; in another form they may help");
        assertThat(advice(new Cause.NumbersAsClasses("rating"))).isEqualTo("if the numbers in \"rating\" are amounts "
                + "rather than names, predict numbers (Tabular.task(Task.REGRESSION))");
        assertThat(advice(new Cause.OtherColumns())).isEqualTo("other columns may help");
    }

    @Test
    void measuresThatSayLittleAreTold() {
        assertThat(new TrainingRemark.Outweighed(FAR).sentence()).isEqualTo("the measures on the test rows say little: "
                + "the value 1000000 of \"price\" in line 7 outweighs all other test rows; if it is an error, correct it");
    }

    @Test
    void aThresholdOnAHandfulOfRowsIsNamed() {
        assertThat(new TrainingRemark.FewPositives(0.03125, "yes", 3).sentence()).isEqualTo("the decision threshold "
                + "0.03125 was chosen on only 3 validation rows of class \"yes\", too few to be reliable; add such rows, "
                + "or set the threshold (Tabular.threshold)");
        assertThat(new TrainingRemark.FewPositives(0.5, "yes", 0).sentence()).isEqualTo("the decision threshold stays "
                + "0.5, because no validation row has class \"yes\"; add rows with it, or set the threshold "
                + "(Tabular.threshold)");
    }

    @Test
    void fewTestRowsAreNamedWithTheInterval() {
        assertThat(new TrainingRemark.FewTestRows(30, "accuracy", 0.83333, 1).sentence()).isEqualTo("30 test rows are "
                + "too few to tell whether accuracy is 0.8333 or 1; for a surer estimate, cross-validate "
                + "(TrainingPlan.crossValidate)");
    }

    @Test
    void whatTheTimeForARowCostIsSaid() {
        assertThat(new TrainingRemark.Forgone(100, 0.0123).sentence()).isEqualTo("to predict a single row in about 100 "
                + "microseconds, networks were left out that would lower the error on the rows held out by 1.23 %; allow "
                + "more time (Tabular.maxLatency)");
    }
}
