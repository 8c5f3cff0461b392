namespace FederationGateway.Catalog;

/// <summary>
/// The store's tables for sources that are read from time to time, schema <c>polling</c>: what they were found to be, and what has changed and is not in the backlog yet. Tables of rows
/// are beside them, made with a table's first reading.
/// </summary>
public static class PollingRows
{
    public const string Schema = "polling";

    /// <summary>Captures: a row each, with the position given out last.</summary>
    public const string Sources = $"{Schema}.source";

    /// <summary>Tables of captures, with what the source said of their content when they were read last.</summary>
    public const string Captured = $"{Schema}.captured";

    /// <summary>Readings that found changes, and marks, by position.</summary>
    public const string Log = $"{Schema}.log";

    /// <summary>Run with the store's own tables, in one transaction.</summary>
    internal const string Tables =
        $"""
        CREATE SCHEMA IF NOT EXISTS {Schema};
        CREATE TABLE IF NOT EXISTS {Sources} (source BIGINT NOT NULL, position BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS {Captured} (source BIGINT NOT NULL, captured INTEGER NOT NULL, version VARCHAR);
        CREATE TABLE IF NOT EXISTS {Log} (source BIGINT NOT NULL, position BIGINT NOT NULL, captured INTEGER, marker VARCHAR, time TIMESTAMP NOT NULL, row_count BIGINT NOT NULL);
        """;
}
