using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Where an object is at its source, as <c>AT "source"."database"."schema"."object"</c> gives it. Missing parts are null (<c>"&lt;NULL&gt;"</c> in SQL).
/// </summary>
public sealed record RemoteObjectName(string? Database, string? Schema, string Object)
{
    public override string ToString() => string.Join('.', new[] { Database, Schema, Object }.OfType<string>());
}

/// <summary>A source's table or view as imported: what a virtual table is made from.</summary>
/// <param name="Path">The name the dialect puts into statements, outermost part first.</param>
public sealed record RemoteTable(
    RemoteObjectName Name,
    EquatableArray<string> Path,
    EquatableArray<TableColumn> Columns,
    EquatableArray<TableKey> Keys = default,
    TableStatistics? Statistics = null,
    EquatableArray<TableProperty> Properties = default,
    string? Comment = null)
{
    /// <summary>A number for each column by which the source tells it from all others, also when it has another name; 0 where that is not known. Empty when the source has no such numbers.</summary>
    public EquatableArray<int> ColumnNumbers { get; init; }

    /// <summary>True when the source does not say which columns there are: those a virtual table lists are its columns.</summary>
    public bool TakesColumns { get; init; }

    /// <summary>What a virtual table made by IMPORT FOREIGN SCHEMA is called.</summary>
    public string SuggestedName { get; init; } = Path[Path.Count - 1];
}
