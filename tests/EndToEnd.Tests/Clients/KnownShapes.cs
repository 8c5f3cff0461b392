namespace FederationGateway.EndToEnd.Clients;

/// <summary>Where the shape of an answer is known to differ from PostgreSQL's, and why.</summary>
internal static class KnownShapes
{
    private const int FirstUserOid = 16384;

    /// <summary>Column types: PostgreSQL's OID, the gateway's, the reason.</summary>
    private static readonly (int Expected, int Actual, string Reason)[] Types =
    [
        (28, 26, "xid is oid"),
        (2277, 25, "anyarray as a column is text"),
        (30, 1028, "oidvector meets arrays as an array of oid"),
        (194, 25, "pg_node_tree is text"),
        (1034, 1009, "aclitem[] is text[]"),
        (2202, 24, "regprocedure is regproc"),
        (3220, 25, "pg_lsn is text"),
    ];

    /// <summary>Errors of the gateway alone, by their beginning, and the reason.</summary>
    private static readonly (string Error, string Reason)[] Errors =
    [
        ("42704: type \"sales.", "types made at a source are not known by name"),
        ("42704: type \"hstore\"", "types of extensions are not known"),
        ("0A000: the type bit ", "there are no bit strings"),
        ("0A000: the function pg_export_snapshot ", "snapshots are not shared among sessions"),
        ("42P01: relation \"sales.orders_id_seq\"", "a source's sequences are no relations here"),
        ("42883: function sales.", "functions of a source are not called"),
        ("42883: function \"sales.", "functions of a source have no name here"),
        ("42883: procedure sales.", "procedures of a source are not called"),
    ];

    /// <summary>Values of types that users made at a source are text here.</summary>
    public static bool IsKnown(int expected, int actual) =>
        (expected >= FirstUserOid && actual == 25) || Array.Exists(Types, type => type.Expected == expected && type.Actual == actual);

    public static bool IsKnown(string error) => Array.Exists(Errors, known => error.StartsWith(known.Error, StringComparison.Ordinal));
}
