using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>Policies and masks of tables. Who may change them is the caller's question.</summary>
public static class PolicyChanges
{
    public static void Create(CatalogTransaction transaction, RelationEntry table, RowPolicy policy)
    {
        RequireTable(table);
        if (table.Policies.Any(other => other.Name == policy.Name)) throw new GatewayException(SqlState.DuplicateObject, $"policy \"{policy.Name}\" for table \"{table.Name}\" already exists");
        transaction.Replace(table, table with { Policies = [.. table.Policies, policy] });
    }

    public static void Replace(CatalogTransaction transaction, RelationEntry table, RowPolicy before, RowPolicy after)
    {
        if (after.Name != before.Name && table.Policies.Any(other => other.Name == after.Name))
            throw new GatewayException(SqlState.DuplicateObject, $"policy \"{after.Name}\" for table \"{table.Name}\" already exists");
        transaction.Replace(table, table with { Policies = table.Policies.Select(other => other == before ? after : other).ToEquatableArray() });
    }

    public static void Drop(CatalogTransaction transaction, RelationEntry table, RowPolicy policy) =>
        transaction.Replace(table, table with { Policies = table.Policies.Where(other => other != policy).ToEquatableArray() });

    /// <summary>42704 when the table has no such policy.</summary>
    public static RowPolicy Require(RelationEntry table, string name) => table.Policies.FirstOrDefault(policy => policy.Name == name)
        ?? throw new GatewayException(SqlState.UndefinedObject, $"policy \"{name}\" for table \"{table.Name}\" does not exist");

    public static void SetRowSecurity(CatalogTransaction transaction, RelationEntry table, RowSecurity security)
    {
        RequireTable(table);
        transaction.Replace(table, table with { RowSecurity = security });
    }

    /// <summary>Adds masks; a column has one at most, which ALTER MASK replaces.</summary>
    public static void AddMasks(CatalogTransaction transaction, RelationEntry table, EquatableArray<ColumnMask> masks, bool replaces)
    {
        RequireTable(table);
        foreach (var mask in masks)
            if (table.Masks.Any(other => other.Column == mask.Column) != replaces)
            {
                var column = table.Columns.First(candidate => candidate.RemoteName == mask.Column).Name;
                throw replaces
                    ? new GatewayException(SqlState.UndefinedObject, $"column \"{column}\" of table \"{table.Name}\" has no mask")
                    : new GatewayException(SqlState.DuplicateObject, $"column \"{column}\" of table \"{table.Name}\" has a mask already") { Hint = "ALTER MASK replaces it." };
            }

        transaction.Replace(table, table with { Masks = [.. table.Masks.Where(other => masks.All(mask => mask.Column != other.Column)), .. masks] });
    }

    public static void DropMasks(CatalogTransaction transaction, RelationEntry table, IReadOnlyCollection<string> columns) =>
        transaction.Replace(table, table with { Masks = table.Masks.Where(mask => !columns.Contains(mask.Column)).ToEquatableArray() });

    private static void RequireTable(RelationEntry table)
    {
        if (table is not (LocalTableEntry or VirtualTableEntry)) throw new GatewayException(SqlState.WrongObjectType, $"\"{table.Name}\" is not a table");
    }
}
