using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>What a capture's name may be: the publication, the replication slot and the markers all bear it.</summary>
internal static class CaptureName
{
    private const int MostBytes = 63;

    /// <summary>42602 for a name that no replication slot can have.</summary>
    public static string Checked(string name) => name.Length is > 0 and <= MostBytes && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
        ? name
        : throw new GatewayException(SqlState.InvalidName, $"\"{name}\" cannot be the name of a replication slot")
        {
            Hint = $"use lower case letters, digits and underscores, at most {MostBytes}",
        };

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Quoted(EquatableArray<string> path) => string.Join('.', path.Select(Quoted));

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
