namespace FederationGateway.Catalog;

/// <summary>The store's tables for sources that hand rows in, schema <c>pushing</c>: which are captured, and which of their senders' transactions were taken.</summary>
public static class PushingRows
{
    public const string Schema = "pushing";

    /// <summary>Captures.</summary>
    public const string Sources = $"{Schema}.source";

    /// <summary>Senders' names for transactions, each with the position it got in the stream.</summary>
    public const string Keys = $"{Schema}.key";

    /// <summary>Run with the store's own tables, in one transaction.</summary>
    internal const string Tables =
        $"""
        CREATE SCHEMA IF NOT EXISTS {Schema};
        CREATE TABLE IF NOT EXISTS {Sources} (source BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS {Keys} (source BIGINT NOT NULL, key VARCHAR NOT NULL, position BIGINT NOT NULL, time TIMESTAMP NOT NULL);
        """;
}
