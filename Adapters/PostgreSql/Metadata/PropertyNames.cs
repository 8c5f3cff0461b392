namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>Names of the facts this adapter keeps with imported tables and columns.</summary>
internal static class PropertyNames
{
    /// <summary>Of a table: <c>table</c>, <c>partitioned table</c>, <c>view</c>, <c>materialized view</c> or <c>foreign table</c>.</summary>
    public const string Kind = "kind";

    /// <summary>Of a table: the number the server knows it by, also under another name.</summary>
    public const string Oid = "oid";

    /// <summary>
    /// Of a text column: <c>C</c> when the server orders it byte by byte, <c>default</c> for any other collation of the database, else the collation's name.
    /// </summary>
    public const string Collation = "collation";

    /// <summary>Of a text column whose collation takes different strings for equal: <c>false</c>.</summary>
    public const string CollationIsDeterministic = "collation_deterministic";

    /// <summary>Of a text column, when the server's encoding does not order characters as UTF-8 does.</summary>
    public const string ServerEncoding = "server_encoding";

    /// <summary>Of a column of a type the gateway does not have: <c>text</c>; the dialect converts it wherever it is read.</summary>
    public const string ReadAs = "read_as";

    /// <summary>Of a column: the domain it is declared with.</summary>
    public const string Domain = "domain";
}
