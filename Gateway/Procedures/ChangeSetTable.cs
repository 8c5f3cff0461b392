using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Procedures;

/// <summary>Where the rows of a table parameter are while the procedure runs: a temporary table of its connection, which nobody else sees.</summary>
internal static class ChangeSetTable
{
    private const string Prefix = "changes_";

    public static TableHandle Of(ProcedureEntry procedure, ProcedureParameter parameter) => new(
        TableHandle.LocalSource, ["temp", "main", NameOf(procedure)], parameter.Name,
        parameter.Columns.Select((column, i) => new TableColumn(column.Name, ColumnName(i), column.Type, IsNullable: true)).ToEquatableArray());

    /// <summary>Its name among the connection's temporary tables.</summary>
    public static string NameOf(ProcedureEntry procedure) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{procedure.Oid}");

    public static string ColumnName(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"c{ordinal + 1}");
}
