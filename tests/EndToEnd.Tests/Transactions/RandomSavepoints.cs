using System.Globalization;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>Statements that change two tables, fail, set savepoints, go back to them: the same for the same seed.</summary>
internal sealed class RandomSavepoints(int seed)
{
    private readonly Random _random = new(seed);
    private bool _isFailed;
    private bool _isInBlock;

    public static IReadOnlyList<string> Tables { get; } =
    [
        "CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL, n int, m int)",
        "INSERT INTO t SELECT i, 'v' || i, i, 0 FROM generate_series(1, 12) AS g(i)",
        "CREATE TABLE u (a int, b text, tags int[])",
        "INSERT INTO u SELECT i, 'b' || i, ARRAY[i] FROM generate_series(1, 6) AS g(i)",
    ];

    /// <summary>All that there is to compare.</summary>
    public static IReadOnlyList<string> Queries { get; } = ["SELECT id, v, n, m FROM t ORDER BY id", "SELECT a, b, tags FROM u ORDER BY a, b, tags", "SELECT q FROM x ORDER BY q"];

    public string Next()
    {
        if (!_isInBlock)
        {
            _isInBlock = true;
            return "BEGIN";
        }

        if (_isFailed || _random.Next(10) < 3) return Control();
        return Change();
    }

    /// <summary>Hears how the last statement ended.</summary>
    public void Ended(string sql, bool failed)
    {
        if (sql is "COMMIT" or "ROLLBACK") (_isInBlock, _isFailed) = (false, false);
        else if (failed) _isFailed = true;
        else if (sql.StartsWith("ROLLBACK TO", StringComparison.Ordinal)) _isFailed = false;
    }

    private string Control() => _random.Next(20) switch
    {
        < 7 when !_isFailed => $"SAVEPOINT s{_random.Next(3)}",
        < 9 when !_isFailed => $"RELEASE s{_random.Next(3)}",
        19 => "COMMIT",
        18 => "ROLLBACK",
        _ => $"ROLLBACK TO s{_random.Next(3)}",
    };

    private string Change()
    {
        var (id, few, text) = (_random.Next(1, 25), _random.Next(2, 5), Text());
        return _random.Next(20) switch
        {
            0 or 1 => $"INSERT INTO t VALUES ({id}, '{text}', {few})",
            2 => $"INSERT INTO t SELECT i, '{text}' || i, i FROM generate_series({id}, {id + few}) AS g(i)",
            3 => $"INSERT INTO t VALUES ({id}, '{text}', 1), ({id + 30}, 'new', 2) ON CONFLICT (id) DO UPDATE SET n = excluded.n, v = t.v || excluded.v",
            4 => $"INSERT INTO t VALUES ({id}, '{text}', 1), ({id + 1}, 'new', 2) ON CONFLICT (id) DO UPDATE SET m = t.m + 1 WHERE t.n > {few}",
            5 => $"INSERT INTO t VALUES ({id}, '{text}', 1) ON CONFLICT DO NOTHING",
            6 => $"UPDATE t SET n = n + 1 WHERE id % {few} = 0",
            7 => $"UPDATE t SET m = {id}, n = {few} WHERE id < {id}",
            8 => $"UPDATE t SET id = id + 50, v = '{text}' WHERE id = {id}",
            9 => $"UPDATE t SET v = NULL WHERE id = {id}",
            10 => $"DELETE FROM t WHERE id % {few + 2} = 1",
            11 => $"MERGE INTO t USING (SELECT DISTINCT a FROM u) AS s ON t.id = s.a WHEN MATCHED AND t.n > {id} THEN DELETE WHEN MATCHED THEN UPDATE SET m = m + {few} WHEN NOT MATCHED THEN INSERT VALUES (s.a, '{text}', 0, 0)",
            12 => $"INSERT INTO u SELECT id, v, ARRAY[n] FROM t WHERE id < {few + 3}",
            13 => $"UPDATE u SET tags = tags || {id} WHERE a % {few} = 0",
            14 => $"UPDATE u SET b = '{text}' WHERE a > {few}",
            15 => _random.Next(3) == 0 ? "TRUNCATE u" : $"DELETE FROM u WHERE a = {few}",
            16 => "SELECT 1 / (n - n) FROM t",
            17 => $"CREATE TABLE x AS SELECT id AS q FROM t WHERE id < {id}",
            18 => _random.Next(2) == 0 ? "DROP TABLE x" : $"INSERT INTO x VALUES ({id})",
            _ => "SELECT b::int FROM u",
        };
    }

    private string Text() => "w" + _random.Next(100).ToString(CultureInfo.InvariantCulture);
}
