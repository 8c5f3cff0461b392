using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>Which gateway type a server's type becomes.</summary>
internal sealed class ColumnTypes(IReadOnlyDictionary<uint, (uint Base, int Modifier, string Name)> domains)
{
    /// <summary>
    /// The type itself where the gateway has it; a domain's base type, with the domain's name as a property; anything else (enums, ranges, addresses, geometry …)
    /// as the text the server prints for it, with the property that makes the dialect ask for it.
    /// </summary>
    public (SqlType Type, IEnumerable<TableProperty> Properties) Resolve(uint oid, int modifier)
    {
        List<TableProperty> properties = [];
        if (domains.TryGetValue(oid, out var domain)) properties.Add(new TableProperty(PropertyNames.Domain, domain.Name, IsReadOnly: true));
        for (; domains.TryGetValue(oid, out domain); (oid, modifier) = (domain.Base, domain.Modifier))
        {
        }

        if (SqlTypeOids.TypeOf(checked((int)oid), modifier) is { } type && IsCarried(type)) return (type, properties);
        properties.Add(new TableProperty(PropertyNames.ReadAs, "text", IsReadOnly: true));
        return (SqlType.Text, properties);
    }

    private static bool IsCarried(SqlType type) => type.Kind == SqlTypeKind.Array
        ? IsCarried(type.ElementType)
        : type.Kind is not (SqlTypeKind.Unknown or SqlTypeKind.Record or SqlTypeKind.Void);
}
