/// Reads the rows of a database query. [Database] connects by JDBC.
package org.chainrule.tabular.sql;
