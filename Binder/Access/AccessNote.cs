using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Access;

/// <summary>One use of a relation, while it is being found out which columns are used.</summary>
/// <param name="isNeeded">False for reading a table that is written to: it is read only if one of its columns is.</param>
internal sealed class AccessNote(TableAccess access, bool isNeeded)
{
    private readonly SortedSet<int> _columns = [];

    public void Use(int ordinal) => _columns.Add(ordinal);

    public TableAccess? ToAccess() => isNeeded || _columns.Count > 0 ? access with { Columns = [.. access.Columns, .. _columns] } : null;
}
