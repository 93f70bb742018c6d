package org.chainrule.tabular.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chainrule.error.ArgumentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"select * from t", "SELECT ';' FROM t;", " with a as (select 1) select * from a ; ",
            "(select 1) union (select 2)", "values (1)", "table t", "-- all; rows\nselect 1", "/* ; */ select 1 -- ;",
            "select 'it''s; so', \"a;b\", `c;d` from t"})
    void queriesAreAccepted(String query) {
        assertThatCode(() -> SelectCheck.check(query)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop table t", "", ";", "truncate table t", "delete from t", "selected", "call f()",
            "/* select */ update t set a = 1"})
    void otherStatementsAreRefused(String query) {
        assertThatThrownBy(() -> SelectCheck.check(query)).isInstanceOf(ArgumentException.class)
                .hasMessage("the query is no query that selects rows; begin it with SELECT, WITH, VALUES or TABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from t; truncate table t", "select 1;select 2", "select ';'; drop table t"})
    void severalStatementsAreRefused(String query) {
        assertThatThrownBy(() -> SelectCheck.check(query)).isInstanceOf(ArgumentException.class)
                .hasMessage("the query has several statements; state one that selects rows (SELECT)");
    }
}
