package org.chainrule.tabular.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"select * from t", "SELECT ';' FROM t;", " with a as (select 1) select * from a ; ",
            "(select 1) union (select 2)", "values (1)", "table t", "-- all; rows\nselect 1", "/* ; */ select 1 -- ;",
            "select 'it''s; so', \"a;b\", `c;d` from t", "select * from (select 1) a for update",
            "select 'into', \"into\", into_t from t -- into u", "select (update_day), set_of from t",
            "with a as (unpivot t on x into name n value v) select * from a"})
    void queriesAreAccepted(String query) {
        assertThatCode(() -> SelectCheck.check(query)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop table t", "", ";", "truncate table t", "delete from t", "selected", "call f()",
            "/* select */ update t set a = 1"})
    void otherStatementsAreRefused(String query) {
        assertThatThrownBy(() -> SelectCheck.check(query)).isInstanceOf(ArgumentException.class)
                .hasMessage("the query does not select rows; begin it with SELECT, WITH, VALUES or TABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from t; truncate table t", "select 1;select 2", "select ';'; drop table t",
            "select $$;$$", "select E'it\\'s;'"})
    void severalStatementsAreRefused(String query) {
        assertThatThrownBy(() -> SelectCheck.check(query)).isInstanceOf(ArgumentException.class)
                .hasMessage("the query has a semicolon before its end, as several statements have; state a single one"
                        + " that selects rows (SELECT)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"DELETE | with d as ( delete from t returning *) select * from d",
            "DELETE | with d as (select 1) delete from t", "UPDATE | WITH d AS (UPDATE t  SET a = 1) SELECT 1",
            "INTO | select * into u from t", "INTO | select * from t into outfile 'x'",
            "INTO | explain analyze insert into t values (1)", "INTO | with d as (insert into t values (1)) table d"})
    void queriesThatWriteAreRefused(String word, String query) {
        assertThatThrownBy(() -> SelectCheck.check(query)).isInstanceOf(ArgumentException.class)
                .hasMessage("the query has the word " + word + ", which writes; state one that only selects rows");
    }
}
