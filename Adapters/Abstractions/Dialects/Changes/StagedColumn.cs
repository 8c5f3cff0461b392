using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>A column of a table with rows sent to a source: one of a type that has no form of its own on the way holds the values' text, and is read as the type.</summary>
public static class StagedColumn
{
    private const string HoldsText = "holds_text";

    public static TableColumn Make(string name, SqlType type, bool holdsText) =>
        new(name, name, type, IsNullable: true, Properties: holdsText ? [new TableProperty(HoldsText, "true", IsReadOnly: true)] : []);

    internal static bool IsText(TableColumn column) => column.Properties.Any(static property => property.Name == HoldsText);
}
