using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>Common tables, and the inputs of those that are recursive.</summary>
internal sealed partial class QueryText
{
    private readonly Dictionary<int, (string Name, IReadOnlyList<string> Columns)> _commonTables = [];
    private HashSet<string> _readTables = [];
    private List<(string Name, string From)>? _heldInputs;
    private int _inputs;

    /// <summary>A recursive query reads its inputs once for every round, but a stream can be read once: there it is read into a common table first.</summary>
    private string Hold(string from)
    {
        if (_heldInputs is null) return from;
        var name = "h" + Number(++_inputs);
        _heldInputs.Add((name, from));
        return name;
    }

    private void WriteWith(WithBlock with, QueryScope? parent, IReadOnlyList<string>? aliases)
    {
        _sql.Append(with.Node.Tables.Any(table => table.IsRecursive) ? "WITH RECURSIVE " : "WITH ");
        for (var i = 0; i < with.Tables.Count; i++)
        {
            var table = with.Node.Tables[i];
            string[] columns = [.. table.Query.Output.Select(column => NameOf(column.Id))];
            var name = "w" + Number(table.CteId);
            if (i > 0) _sql.Append(", ");
            string[] known = [.. _commonTables.Values.Select(common => common.Name)];
            if (table.IsRecursive) _commonTables[table.CteId] = (name, columns);
            var query = table.IsRecursive ? WriteRecursive(with.Tables[i], known, parent) : _sql.Capture(_ => Write(with.Tables[i], parent, null));
            // The inputs of a local remainder are read once, so a table that is read often must be computed once.
            var materialized = !table.IsRecursive && _options.InputOf is not null ? "MATERIALIZED " : "";
            _sql.Append($"{name}{(columns.Length > 0 ? $"({string.Join(", ", columns)})" : "")} AS {materialized}({query})");
            _commonTables[table.CteId] = (name, columns);
        }

        _sql.Append(" ");
        Write(with.Body, parent, aliases);
    }

    /// <summary>Writes the common tables of the query's inputs and returns the query itself.</summary>
    /// <param name="known">Common tables that can be read where the query begins.</param>
    private string WriteRecursive(QueryBlock block, IReadOnlyList<string> known, QueryScope? parent)
    {
        var (outerHeld, outerRead) = (_heldInputs, _readTables);
        var held = _heldInputs = [];
        _readTables = [];
        var query = _options.InputOf is not null && block is SetBlock { Branches: [var start, var round] } set
            ? WriteRounds(set, start, round, () => [.. held.Select(input => input.Name), .. _readTables.Intersect(known)], parent)
            : _sql.Capture(_ => Write(block, parent, null));
        outerRead.UnionWith(_readTables);
        (_heldInputs, _readTables) = (outerHeld, outerRead);
        foreach (var (name, from) in held) _sql.Append($"{name} AS MATERIALIZED (SELECT * FROM {from}), ");
        return query;
    }

    /// <summary>
    /// The embedded engine begins with the rounds before the common tables are full that only correlated queries of the rounds read, and finds them empty. What a
    /// recursion starts with is always waited for: so it counts them.
    /// </summary>
    private string WriteRounds(SetBlock set, QueryBlock start, QueryBlock round, Func<IReadOnlyList<string>> tablesRead, QueryScope? parent)
    {
        var first = _sql.Capture(_ => WriteBranch(start, parent));
        var next = _sql.Capture(_ => WriteBranch(round, parent));
        var waits = tablesRead().Select(name => $"(SELECT count(*) FROM {name}) >= 0").ToList();
        if (waits.Count > 0) first = $"SELECT * FROM ({first}) AS gw_start WHERE {string.Join(" AND ", waits)}";
        return $"{first} {set.Node.Kind.ToString().ToUpperInvariant()} {(set.Node.IsAll ? "ALL " : "")}{next}";
    }
}
