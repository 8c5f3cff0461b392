using System.Globalization;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// The statements one connection has prepared. A text is prepared under a name when it is seen for the second time: most texts of analytical work come once,
/// those of point look-ups again and again. The least recently used one makes room.
/// </summary>
internal sealed class StatementCache
{
    private const int MostStatements = 100;
    private const int LongestText = 16 * 1024;
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = [];
    private int _lastName;

    internal sealed class Entry(string sql)
    {
        public string Sql { get; } = sql;

        /// <summary>The statement's name at the server; empty while it is not prepared.</summary>
        public string Name { get; set; } = "";

        public bool IsPrepared { get; set; }

        public ResultColumn[] Columns { get; set; } = [];
    }

    /// <summary>
    /// What is known of a statement, or null when it is to be sent without a name. A new entry has a name and is not prepared yet;
    /// <paramref name="evicted"/> is the name of a statement to close.
    /// </summary>
    public Entry? Use(string sql, out string? evicted)
    {
        evicted = null;
        if (sql.Length > LongestText) return null;
        if (_entries.TryGetValue(sql, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            if (node.Value.Name.Length == 0) node.Value.Name = string.Create(CultureInfo.InvariantCulture, $"g{++_lastName}");
            return node.Value;
        }

        _entries[sql] = _byUse.AddFirst(new Entry(sql));
        if (_entries.Count > MostStatements)
        {
            var last = _byUse.Last!.Value;
            if (last.IsPrepared) evicted = last.Name;
            Forget(last);
        }

        return null;
    }

    /// <summary>Drops a statement the server no longer runs as it was prepared.</summary>
    public void Forget(Entry entry)
    {
        if (_entries.Remove(entry.Sql, out var node)) _byUse.Remove(node);
    }
}
