using FederationGateway.Common;

namespace FederationGateway.Differential.Generation;

/// <summary>A column that expressions can read.</summary>
/// <param name="IsTame">Its values are small: most functions take them without an error.</param>
public sealed record Column(string Name, SqlType Type, bool IsTame = false);

/// <summary>A table of the landscape.</summary>
/// <param name="IsLeft">Whether it lives in the left source when the tables are apart.</param>
public sealed record Table(string Name, bool IsLeft, IReadOnlyList<Column> Columns);

/// <summary>An item of FROM.</summary>
/// <param name="Alias">Its name there.</param>
/// <param name="Columns">What it offers.</param>
/// <param name="Key">Columns, qualified, that no two of its rows share; null when there are none.</param>
public sealed record Relation(string Alias, IReadOnlyList<Column> Columns, IReadOnlyList<string>? Key);

/// <summary>What can be read at a place: the relations of its query and, through <paramref name="Outer"/>, those of the enclosing ones.</summary>
public sealed record Scope(IReadOnlyList<Relation> Relations, Scope? Outer = null)
{
    /// <summary>Columns that order the rows of the query completely; null when there are none.</summary>
    public IReadOnlyList<string>? Key => Relations.Count > 0 && Relations.All(relation => relation.Key is not null) ? [.. Relations.SelectMany(relation => relation.Key!)] : null;

    public IEnumerable<(string Name, Column Column)> Columns =>
        Relations.SelectMany(relation => relation.Columns.Select(column => ($"{relation.Alias}.{column.Name}", column)));
}
