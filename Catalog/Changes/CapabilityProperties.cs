using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>
/// Properties of virtual tables and their columns that take a capability away: <c>CAP_TABLE_LIMIT</c> of a table, <c>CAP_COLUMN_FILTER</c> of a column. Any other
/// name is the user's own, but not one that looks like a capability and would be ignored.
/// </summary>
internal static class CapabilityProperties
{
    private const string Prefix = "CAP_";
    private const string TablePrefix = "CAP_TABLE_";
    private const string ColumnPrefix = "CAP_COLUMN_";

    public static void Check(string name, string value, bool isColumn)
    {
        if (!isColumn) CaptureProperties.CheckOfTable(name, value);
        var upper = name.ToUpperInvariant();
        if (!upper.StartsWith(Prefix, StringComparison.Ordinal)) return;
        if (isColumn ? !IsOfColumn(upper) : !IsOfTable(upper))
        {
            throw new GatewayException(SqlState.InvalidOptionName, $"property \"{name}\" is not a capability of a {(isColumn ? "column" : "table")}")
            {
                Hint = isColumn ? "Those of columns are listed in SYS.ADAPTER_CAPABILITIES: CAP_COLUMN_FILTER and others." : "Those of tables are the adapter's with TABLE_ in their names: CAP_TABLE_LIMIT for CAP_LIMIT.",
            };
        }

        if (value.ToUpperInvariant() is not ("TRUE" or "FALSE" or "EXACT" or "SUPERSET"))
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes true, false or superset, not \"{value}\"");
    }

    private static bool IsOfColumn(string name) => name.StartsWith(ColumnPrefix, StringComparison.Ordinal) && CapabilityDescriptions.IsKnown(name);

    private static bool IsOfTable(string name) => name.StartsWith(TablePrefix, StringComparison.Ordinal) && CapabilityDescriptions.IsKnown(Prefix + name[TablePrefix.Length..]);
}
