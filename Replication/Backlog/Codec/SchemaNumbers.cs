using FederationGateway.Arrow;

namespace FederationGateway.Replication.Backlog;

/// <summary>The numbers of schemas, in the order they came up.</summary>
internal sealed class SchemaNumbers
{
    private readonly List<Schema> _schemas;
    private readonly Dictionary<Schema, int> _numbers = [];

    public SchemaNumbers(IEnumerable<Schema> schemas)
    {
        _schemas = [.. schemas];
        for (var i = 0; i < _schemas.Count; i++) _numbers.TryAdd(_schemas[i], i);
    }

    public int Count => _schemas.Count;

    public Schema this[int number] => _schemas[number];

    /// <summary>The number of a schema, a new one if it has none yet.</summary>
    public int NumberOf(Schema schema)
    {
        // Nearly always the very schema of the chunk before, so that its columns need not be compared.
        for (var i = _schemas.Count - 1; i >= Math.Max(0, _schemas.Count - 8); i--)
            if (ReferenceEquals(_schemas[i], schema)) return i;
        if (_numbers.TryGetValue(schema, out var number)) return number;
        _schemas.Add(schema);
        _numbers.Add(schema, _schemas.Count - 1);
        return _schemas.Count - 1;
    }
}
