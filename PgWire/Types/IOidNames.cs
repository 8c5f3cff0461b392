using FederationGateway.Common;

namespace FederationGateway.PgWire.Types;

/// <summary>Names behind the numbers of <c>regclass</c>, <c>regtype</c>, <c>regproc</c>, <c>regnamespace</c> and <c>regrole</c>.</summary>
public interface IOidNames
{
    /// <summary>The name as PostgreSQL would print it (qualified and quoted where needed), or <c>null</c>: the number is printed.</summary>
    string? NameOf(SqlTypeKind kind, uint oid);

    /// <summary>The number of a name given as text, or <c>null</c> when there is no such object.</summary>
    uint? Find(SqlTypeKind kind, string name);
}
