package org.chainrule.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chainrule.app.Commands.refused;
import static org.chainrule.app.Commands.run;

import org.chainrule.app.Commands.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong options and arguments, refused with exit code 2 before any file is read.
class WrongUsageTest {
    private static void wrongUsage(String command, String words, String sentence) {
        Object[] all = (words.isEmpty() ? command : command + " " + words).split(" +");
        refused(run(all), 2, "chainrule " + command + ": " + sentence + "; see chainrule " + command + " --help");
    }

    @Test
    void commands() {
        refused(run(), 2,
                "chainrule: missing command: train, evaluate, predict, compare, inspect, report, explain, serve, trace, reproduce, audit, play or completion;"
                        + " see chainrule --help");
        refused(run("fly"), 2, "chainrule: unknown command \"fly\"; see chainrule --help");
        refused(run("trian"), 2, "chainrule: unknown command \"trian\"; did you mean train?; see chainrule --help");
        refused(run("--fly"), 2, "chainrule: Unknown option: '--fly'; see chainrule --help");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            train    | no.csv                           | Missing required option: '--target=COLUMN'
            train    | no.csv --targt y                 | Unknown option: '--targt'; did you mean --target?
            train    | --target y                       | Missing required parameter: 'FILE'
            train    | no.csv --target y --query q      | --query requires --jdbc URL, the database
            train    | no.csv --target y --driver d.jar | --driver requires --jdbc URL, the database
            train    | --target y --jdbc jdbc:x:        | --jdbc requires --query SQL, which selects the rows
            train    | no.csv --target y --jdbc jdbc:x: --query q | the table comes from no.csv or from --jdbc, not from both; leave one out
            evaluate | no.safetensors - more.csv        | - reads the table from standard input, so it cannot be one of several files
            evaluate | no.safetensors                   | Missing required parameter: 'FILE'
            explain  | no.safetensors no.csv --row one  | Invalid value for option '--row': 'one' is not a whole number
            trace    | no.safetensors no.csv            | Missing required option: '--row=N'
            completion | fish                           | Invalid value for positional parameter at index 0 (SHELL): must be one of bash, zsh, but is 'fish'
            trace    | no.safetensors no.csv --row one  | Invalid value for option '--row': 'one' is not a whole number
            trace    | no.safetensors no.csv --row 0    | --row must be at least 1, but is 0
            reproduce | no.safetensors no.csv --threads 0 | --threads must be at least 1, but is 0
            audit    | no.csv --target y --ignore y | --ignore cannot name the target "y"; choose another column
            audit    | no.csv --target y --group-column y | --group-column cannot name the target "y"; choose another column
            audit    | no.csv --target y --separator x | `the separator must be an ASCII mark such as a comma, a semicolon, a tab or |, but is "x"`
            audit    | no.csv --target y --max-latency 50us | --max-latency limits the time of a saved model, but audit saves none; leave it out
            train    | no.csv --continue no.safetensors --lr 0 | --lr must be a number above 0, but is 0.0
            train    | no.csv --continue no.safetensors --threads 0 | --threads must be at least 1, but is 0
            """)
    void argumentsThatAreMissingOrUnknown(String command, String words, String sentence) {
        wrongUsage(command, words, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --tset=x            | Unknown option: '--tset=x'; did you mean --test?
            --epochs ten        | Invalid value for option '--epochs': 'ten' is not a whole number
            --lr x              | Invalid value for option '--lr': 'x' is not a number
            --seed 1.5          | Invalid value for option '--seed': '1.5' is not a whole number
            --model cnn         | Invalid value for option '--model': must be one of linear, mlp, realmlp, tabm, best, but is 'cnn'
            --epochs=0          | --epochs must be at least 1, but is 0
            --batch 0           | --batch must be at least 1, but is 0
            --threads 0         | --threads must be at least 1, but is 0
            --hidden 8,0        | --hidden must be at least 1, but is 0
            --lr=-1             | --lr must be a number above 0, but is -1.0
            --threshold=2       | --threshold must be a number between 0 and 1, or best-f1, but is "2"
            --threshold=half    | --threshold must be a number between 0 and 1, or best-f1, but is "half"
            --metric auk        | the metric "auk" is not known; choose one of accuracy, auc, average_precision, balanced_accuracy, brier, f1, logloss and mcc for classes, or kappa and rank_error if they are ordered; of mae, poisson, r2 and rmse for numbers; or pinball for quantiles
            --separator=;;      | --separator must be a single character, or tab, but is ";;"
            --decimal=,         | --decimal must be point or comma, but is ","
            --encoding=utf9     | no character set is called "utf9"; did you mean UTF-8?
            --date-order=dmy    | --date-order must be day-first or month-first, but is "dmy"
            --header-row 0      | --header-row must be at least 1, but is 0
            --skip-rows=-2      | --skip-rows must be at least 0, but is -2
            --skip-footer=-2    | --skip-footer must be at least 0, but is -2
            --header-row 2 --skip-rows 1 | --header-row and --skip-rows exclude each other; use --header-row if the line of the header is known
            --header-row 2 --no-header   | --header-row and --no-header exclude each other; use --skip-rows to skip lines above the first row
            --cv 1              | --cv must be at least 2, but is 1
            --cv five           | Invalid value for option '--cv': 'five' is not a whole number
            --cv 3 --repeats 0  | --repeats must be at least 1, but is 0
            --repeats 2         | --repeats requires --cv K, the cross-validation to repeat
            --task count        | Invalid value for option '--task': must be one of classification, regression, counts, ordered, labels, but is 'count'
            --quantiles 0.9,0.1 | --quantiles must be increasing numbers between 0 and 1, such as 0.1,0.5,0.9, but is "0.9,0.1"
            --quantiles 0.5,    | --quantiles must be increasing numbers between 0 and 1, such as 0.1,0.5,0.9, but is "0.5,"
            --separator x       | `the separator must be an ASCII mark such as a comma, a semicolon, a tab or |, but is "x"`
            --keep ,            | an empty value always means missing and cannot be kept; name another one
            --order low         | --order must name at least two classes, each once, such as low,medium,high, but is "low"
            --order low,low     | --order must name at least two classes, each once, such as low,medium,high, but is "low,low"
            --order low,,high   | --order must name at least two classes, each once, such as low,medium,high, but is "low,,high"
            --test-fraction 1.5 | --test-fraction must be at least 0 and less than 1, but is 1.5
            """)
    void valuesOfTrain(String words, String sentence) {
        wrongUsage("train", "no.csv --target y " + words, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --quick --max-latency 5us           | --max-latency limits --model best; leave it out, or leave out what selects another model
            --model tabm --max-latency 5us      | --max-latency limits --model best; leave it out, or leave out what selects another model
            --model linear --hidden 8           | --hidden requires --model mlp; a linear model has no hidden layers
            --task regression --threshold 0.3   | --threshold applies to two classes, but a regression predicts numbers
            --task regression --positive yes    | --positive applies to two classes, but a regression predicts numbers
            --quantiles 0.5 --positive yes      | --positive applies to two classes, but a regression predicts numbers
            --quantiles 0.5 --task counts       | --quantiles predicts numbers; it cannot be used together with --task counts
            --quantiles 0.5 --order a,b         | --quantiles predicts numbers; it cannot be used together with --order
            --order a,b --task classification   | --order applies to --task ordered, but the task is classification
            --order a,b,c --positive c          | --positive applies to two classes, but --order names 3
            --order a,b,c --threshold 0.3       | --threshold applies to two classes, but --order names 3
            --model realmlp --lr 0.1            | --lr applies to --model mlp and linear; realmlp has its own, so leave it out
            --model tabm --batch 8              | --batch applies to --model mlp and linear; tabm has its own, so leave it out
            --task classification --no-clamp    | --no-clamp applies to numbers, but classes are predicted; leave it out
            --order a,b --no-transform          | --no-transform applies to numbers, but classes are predicted; leave it out
            --missing x,-9 --keep -9            | --missing and --keep both name "-9"; choose one
            --task regression --metric auc      | the target "y" is predicted as a number, but the metric auc measures classes; choose one of mae, poisson, r2 and rmse
            --task classification --metric mae  | the target "y" has classes, but the metric mae measures numbers; choose one of accuracy, auc, average_precision, balanced_accuracy, brier, f1, logloss and mcc
            --quantiles 0.1,0.9 --metric mae    | the target "y" is predicted by quantiles, but the metric mae measures the median, which is not among them; choose pinball
            --order a,b --metric pinball        | the target "y" has ordered classes, but the metric pinball measures quantiles; choose one of accuracy, auc, average_precision, balanced_accuracy, brier, f1, logloss, mcc, kappa and rank_error
            --balanced --task counts            | --balanced applies to classes, but a regression predicts numbers
            --balanced --quantiles 0.5          | --balanced applies to classes, but a regression predicts numbers
            --ignore x --numeric x              | column "x" is set to be both ignored and numeric; choose one
            --text x --date x                   | column "x" is set to be both a date and text; choose one
            --ignore y                          | --ignore cannot name the target "y"; choose another column
            --weights y                         | --weights cannot name the target "y"; choose another column
            --time-column y                     | --time-column cannot name the target "y"; choose another column
            --group-column y                    | --group-column cannot name the target "y"; choose another column
            --test a.csv --test-fraction 0.3    | --test and --test-fraction cannot be used together; the test rows come from the file
            --time-column a --group-column b    | --time-column and --group-column cannot be used together; choose one way to hold out rows
            --only-if-better                    | --only-if-better requires --publish MODEL, the live model to compare with
            --publish a --out b                 | --out and --publish cannot be used together; each names the file to save the model to
            --publish a --only-if-better --test-fraction 0 | --only-if-better compares the models on test rows, but --test-fraction is 0; omit it or add --test FILE
            --resume                            | --resume requires --checkpoint DIR, the folder of the checkpoints
            --checkpoint-every 5m               | --checkpoint-every requires --checkpoint DIR, the folder of the checkpoints
            """)
    void optionsOfTrainThatDoNotFit(String words, String sentence) {
        wrongUsage("train", "no.csv --target y " + words, sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--target", "--ignore", "--positive", "--keep", "--out", "--test", "--checkpoint"})
    void emptyValues(String option) {
        Run run = run(option.equals("--target")
                ? new Object[]{"train", "no.csv", "--target", ""}
                : new Object[]{"train", "no.csv", "--target", "y", option, ""});
        assertThat(run.err()).matches("chainrule train: " + option
                + " [A-Z]+ is empty; give it a value; see chainrule train --help\\R");
        assertThat(run.exit()).isEqualTo(2);
        refused(run("predict", "", "no.csv"), 2,
                "chainrule predict: MODEL is empty; give it a value; see chainrule predict --help");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --interval 1    | --interval must be a number between 0 and 1, but is 1.0
            --interval=-0.5 | --interval must be a number between 0 and 1, but is -0.5
            --interval NaN  | --interval must be a number between 0 and 1, but is NaN
            --set 0         | --set must be a number between 0 and 1, but is 0.0
            --set all       | Invalid value for option '--set': 'all' is not a number
            """)
    void levelsOfPredict(String words, String sentence) {
        wrongUsage("predict", "no.safetensors no.csv " + words, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --epochs 3 --hidden 8 --epochs 4 | option '--epochs' (N)
            --epochs=3 --epochs 4            | option '--epochs' (N)
            --seed 1 --seed 2                | option '--seed' (N)
            --no-header --no-header          | option '--no-header'
            --target z                       | option '--target' (COLUMN)
            """)
    void optionsGivenTwice(String words, String option) {
        wrongUsage("train", "no.csv --target y " + words, option + " should be specified only once");
    }
}
