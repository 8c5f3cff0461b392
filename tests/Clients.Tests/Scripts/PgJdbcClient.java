import java.math.BigDecimal;
import java.sql.*;
import java.time.*;
import java.util.*;

/** pgjdbc: metadata, fetch size, batches, autosave, generated statements in binary, errors, cancelling. */
public class PgJdbcClient {
    public static void main(String[] arguments) throws Exception {
        var environment = System.getenv();
        var url = "jdbc:postgresql://" + environment.get("PGHOST") + ":" + environment.get("PGPORT") + "/" + environment.get("PGDATABASE");
        var properties = new Properties();
        properties.setProperty("user", environment.get("PGUSER"));
        properties.setProperty("password", environment.get("PGPASSWORD"));
        properties.setProperty("autosave", "always");
        try (var connection = DriverManager.getConnection(url, properties)) {
            metadata(connection);
            parameters(connection);
            writing(connection);
            cancelling(connection);
            System.out.println("pgjdbc " + connection.getMetaData().getDriverVersion());
        }
    }

    static void metadata(Connection connection) throws Exception {
        var metadata = connection.getMetaData();
        check(metadata.getDatabaseProductName().equals("PostgreSQL"), metadata.getDatabaseProductName());
        check(column(metadata.getSchemas(), "TABLE_SCHEM").contains("crm"), "schemas");
        check(column(metadata.getTables(null, "crm", "%", null), "TABLE_NAME").contains("customers"), "tables");
        check(column(metadata.getColumns(null, "crm", "customers", "%"), "COLUMN_NAME").subList(0, 2).equals(List.of("id", "name")), "columns");
        check(column(metadata.getColumns(null, "crm", "customers", "id"), "DATA_TYPE").equals(List.of(String.valueOf(Types.INTEGER))), "types");
        check(column(metadata.getPrimaryKeys(null, "crm", "customers"), "COLUMN_NAME").equals(List.of("id")), "primary keys");
        for (var rows : List.of(metadata.getTypeInfo(), metadata.getTableTypes(), metadata.getCatalogs(), metadata.getImportedKeys(null, "crm", "customers"),
                metadata.getExportedKeys(null, "crm", "customers"), metadata.getCrossReference(null, "crm", "customers", null, "crm", "orders"),
                metadata.getIndexInfo(null, "crm", "customers", false, false), metadata.getFunctions(null, "pg_catalog", "abs"), metadata.getFunctionColumns(null, "pg_catalog", "abs", null),
                metadata.getProcedures(null, null, "%"), metadata.getUDTs(null, null, "%", null), metadata.getTablePrivileges(null, "crm", "customers"),
                metadata.getColumnPrivileges(null, "crm", "customers", "%"), metadata.getBestRowIdentifier(null, "crm", "customers", DatabaseMetaData.bestRowSession, true),
                metadata.getVersionColumns(null, "crm", "customers"), metadata.getClientInfoProperties()))
            while (rows.next()) { }
        check(metadata.getSQLKeywords().length() > 0 && metadata.getMaxColumnNameLength() == 63, "keywords");
    }

    static void parameters(Connection connection) throws Exception {
        // Five executions and more: the driver prepares the statement and reads binary.
        var sql = "SELECT ?::int, ?::bigint, ?::float8, ?::numeric, ?::text, ?::bytea, ?::date, ?::timestamp, ?::timestamptz, ?::boolean, ?::uuid, ?::int[], ?::text";
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < 8; i++) {
                var moment = OffsetDateTime.of(2024, 2, 29, 12, 34, 56, 0, ZoneOffset.UTC);
                var uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
                statement.setInt(1, i);
                statement.setLong(2, 1L << 40);
                statement.setDouble(3, 1.5);
                statement.setBigDecimal(4, new BigDecimal("12.340"));
                statement.setString(5, "it's ü 😀");
                statement.setBytes(6, new byte[] { 0, -1 });
                statement.setObject(7, LocalDate.of(2024, 2, 29));
                statement.setObject(8, LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789000));
                statement.setObject(9, moment);
                statement.setBoolean(10, true);
                statement.setObject(11, uuid);
                statement.setArray(12, connection.createArrayOf("int4", new Integer[] { 1, null, 3 }));
                statement.setNull(13, Types.VARCHAR);
                try (var rows = statement.executeQuery()) {
                    check(rows.next(), "a row");
                    check(rows.getInt(1) == i && rows.getLong(2) == 1L << 40 && rows.getDouble(3) == 1.5, "numbers");
                    check(rows.getBigDecimal(4).equals(new BigDecimal("12.340")), rows.getString(4));
                    check(rows.getString(5).equals("it's ü 😀"), rows.getString(5));
                    check(Arrays.equals(rows.getBytes(6), new byte[] { 0, -1 }), "bytes");
                    check(rows.getObject(7, LocalDate.class).equals(LocalDate.of(2024, 2, 29)), rows.getString(7));
                    check(rows.getObject(8, LocalDateTime.class).equals(LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789000)), rows.getString(8));
                    check(rows.getObject(9, OffsetDateTime.class).isEqual(moment), rows.getString(9));
                    check(rows.getBoolean(10) && rows.getObject(11).equals(uuid), "boolean, uuid");
                    check(Arrays.equals((Integer[]) rows.getArray(12).getArray(), new Integer[] { 1, null, 3 }), "array");
                    check(rows.getString(13) == null && rows.wasNull(), "null");
                }
            }
        }
    }

    static void writing(Connection connection) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA jdbc");
            statement.execute("CREATE TABLE jdbc.t (id integer PRIMARY KEY, name text)");
        }
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement("INSERT INTO jdbc.t VALUES (?, ?)")) {
            for (var i = 0; i < 300; i++) {
                statement.setInt(1, i);
                statement.setString(2, "n" + i);
                statement.addBatch();
            }
            check(Arrays.stream(statement.executeBatch()).sum() == 300, "batch");
        }
        connection.commit();
        // A portal read in parts.
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(50);
            var count = 0;
            try (var rows = statement.executeQuery("SELECT id FROM jdbc.t ORDER BY id")) {
                while (rows.next()) check(rows.getInt(1) == count++, "order");
            }
            check(count == 300, "fetch size");
        }
        // autosave goes on after a failed statement of a block.
        try (var statement = connection.createStatement()) {
            check(statement.executeUpdate("INSERT INTO jdbc.t VALUES (1000, 'kept')") == 1, "inserted");
            check(sqlState(() -> statement.executeUpdate("INSERT INTO jdbc.t VALUES (1, 'again')")).equals("23505"), "duplicate");
            check(sqlState(() -> statement.executeQuery("SELECT nothing FROM jdbc.t")).equals("42703"), "column");
            try (var rows = statement.executeQuery("SELECT count(*) FROM jdbc.t")) {
                check(rows.next() && rows.getInt(1) == 301, "the block goes on");
            }
        }
        connection.rollback();
        try (var statement = connection.createStatement()) {
            check(statement.executeUpdate("DELETE FROM jdbc.t WHERE id >= 100") == 200, "deleted");
            connection.rollback();
            try (var rows = statement.executeQuery("SELECT count(*) FROM jdbc.t")) {
                check(rows.next() && rows.getInt(1) == 300, "rolled back");
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        var copy = connection.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
        check(copy.copyIn("COPY jdbc.t FROM STDIN", new java.io.StringReader("1000\ta\n1001\t\\N\n")) == 2, "copy in");
        var out = new java.io.StringWriter();
        copy.copyOut("COPY (SELECT * FROM jdbc.t WHERE id >= 1000 ORDER BY id) TO STDOUT", out);
        check(out.toString().equals("1000\ta\n1001\t\\N\n"), out.toString());
    }

    static void cancelling(Connection connection) throws Exception {
        try (var statement = connection.createStatement()) {
            new Timer(true).schedule(new TimerTask() {
                public void run() {
                    try { statement.cancel(); } catch (SQLException e) { throw new RuntimeException(e); }
                }
            }, 300);
            check(sqlState(() -> statement.execute("SELECT pg_sleep(60)")).equals("57014"), "cancel");
            statement.setQueryTimeout(1);
            check(sqlState(() -> statement.execute("SELECT pg_sleep(60)")).equals("57014"), "query timeout");
        }
    }

    interface Work { Object run() throws SQLException; }

    static String sqlState(Work work) {
        try { work.run(); } catch (SQLException e) { return e.getSQLState(); }
        return "none";
    }

    static List<String> column(ResultSet rows, String name) throws SQLException {
        var values = new ArrayList<String>();
        while (rows.next()) values.add(rows.getString(name));
        return values;
    }

    static void check(boolean condition, String what) {
        if (!condition) throw new AssertionError(what);
    }
}
