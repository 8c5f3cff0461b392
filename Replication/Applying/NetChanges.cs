using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Leaves of the changes of a source transaction what they have made of each key:
/// <code>
/// I, U …            => I   the last image
/// I, U …, D         =>     nothing
/// U …               => U   the last image, and the first before image as B where it is told
/// U …, D            => D   the first before image
/// D, I              => U   the new row, and the old one as B
/// A, U …            => A   the last image
/// A, D | X          => D | X
/// U of another key  => D of the old key, I of the new one, and then each key by itself
/// </code>
/// A truncation takes what came before it away and stays, first of all. What is left of a key stands where its last change was, and all that is left is numbered anew.
/// </summary>
internal static class NetChanges
{
    public static async Task LeaveAsync(SubscriptionSql sql, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var keys = string.Join(", ", sql.KeyColumns);
        string IsKeyOf(string other) => string.Join(" AND ", sql.KeyColumns.Select(key => $"{key} IS NOT DISTINCT FROM {other}({key}) OVER o"));
        var letter = SubscriptionSql.Quote(sql.ChangeType!.RemoteName);
        var sequence = SubscriptionSql.Quote(sql.ChangeSequence!.RemoteName);

        // does: D and X take the key's row away, P puts it there where it was not, A whatever was, C makes it another one, and B tells what it was before that.
        var net = $"""
            WITH done AS (
                SELECT n, {keys}, CASE op
                    WHEN 'B' THEN CASE WHEN lead(op) OVER o = 'V' AND {IsKeyOf("lead")} THEN 'B' ELSE 'D' END
                    WHEN 'V' THEN CASE WHEN lag(op) OVER o = 'B' AND {IsKeyOf("lag")} THEN 'C' ELSE 'P' END
                    WHEN 'U' THEN 'C'
                    WHEN 'I' THEN 'P'
                    ELSE op END AS does
                FROM {sql.Target} WHERE op <> 'T' AND n > (SELECT coalesce(max(n), -1) FROM {sql.Target} WHERE op = 'T') WINDOW o AS (ORDER BY n)),
            keys AS (
                SELECT arg_min(does, n) AS begins, min(n) AS first_n, arg_max(does, n) AS ends, max(n) AS last_n FROM done GROUP BY {keys}),
            net AS (
                SELECT last_n AS n, CASE begins WHEN 'P' THEN 'I' WHEN 'A' THEN 'A' ELSE 'U' END AS letter, last_n AS place FROM keys WHERE ends IN ('P', 'C', 'A')
                UNION ALL SELECT first_n, 'B', last_n FROM keys WHERE ends IN ('P', 'C', 'A') AND begins IN ('B', 'D')
                UNION ALL SELECT first_n, CASE begins WHEN 'X' THEN 'X' ELSE 'D' END, last_n FROM keys WHERE ends IN ('D', 'X') AND begins IN ('B', 'D', 'X')
                UNION ALL SELECT last_n, ends, last_n FROM keys WHERE ends IN ('D', 'X') AND begins IN ('C', 'A')
                UNION ALL SELECT max(n), 'T', max(n) FROM {sql.Target} WHERE op = 'T' HAVING count(*) > 0)
            SELECT changed.* REPLACE (net.letter AS {letter}, {sql.SequenceValue("row_number() OVER (ORDER BY net.place, net.letter) - 1")} AS {sequence}, NULL AS op) FROM {sql.Target} AS changed JOIN net USING (n) ORDER BY net.place, net.letter
            """;
        await connection.ExecuteAsync($"INSERT INTO {sql.Target} {net}; DELETE FROM {sql.Target} WHERE op IS NOT NULL", cancellationToken);
    }
}
