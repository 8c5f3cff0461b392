using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>
/// The store's file: schema <c>catalog</c> holds one row per object (its definition as JSON), schema <c>data</c> the local tables under names of their own.
/// </summary>
internal static class StoreLayout
{
    public const string DataSchema = "data";

    /// <summary>OIDs below belong to PostgreSQL's and our own built-in objects.</summary>
    public const long FirstUserOid = 16384;

    private const long FormatVersion = 2;

    /// <summary>Makes a new file's tables, or checks that a present file is one we can read.</summary>
    public static void Prepare(DuckDbConnection connection)
    {
        connection.Execute(
            $"""
            BEGIN;
            CREATE SCHEMA IF NOT EXISTS catalog;
            CREATE SCHEMA IF NOT EXISTS {DataSchema};
            CREATE TABLE IF NOT EXISTS catalog.counter (name VARCHAR PRIMARY KEY, value BIGINT NOT NULL);
            CREATE TABLE IF NOT EXISTS catalog.object (oid BIGINT PRIMARY KEY, kind VARCHAR NOT NULL, definition VARCHAR NOT NULL);
            {VerificationRows.Tables}
            {AuditRows.Tables}
            {TransactionRows.Tables}
            {SequenceRows.Tables}
            {SubscriptionRows.Tables}
            {PollingRows.Tables}
            {PushingRows.Tables}
            {TaskExecutionRows.Tables}
            INSERT INTO catalog.counter VALUES ('format', {FormatVersion}), ('next_oid', {FirstUserOid}) ON CONFLICT DO NOTHING;
            COMMIT;
            """,
            CancellationToken.None);
        if (ReadFormat(connection) == BeforeRoles.FormatVersion) BeforeRoles.Upgrade(connection);
        if (ReadFormat(connection) is var format && format != FormatVersion)
            throw new GatewayException(SqlState.InternalError, $"the data directory has catalog format {format}; this gateway reads format {FormatVersion}");
    }

    private static long ReadFormat(DuckDbConnection connection) => StoreRows.ReadLong(connection, "SELECT value FROM catalog.counter WHERE name = 'format'");
}
