using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Tests.Types;

/// <summary>Types as the test data spells them: <c>numeric(15,2)</c>, <c>text[]</c>.</summary>
public static class TypeNames
{
    public static SqlType Parse(string name)
    {
        if (name.EndsWith("[]", StringComparison.Ordinal)) return SqlType.ArrayOf(Parse(name[..^2]).Kind);
        var modifiers = name.IndexOf('(', StringComparison.Ordinal);
        if (modifiers < 0) return new SqlType(SqlTypeNames.Parse(name)!.Value);
        var numbers = name[(modifiers + 1)..^1].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return SqlType.Numeric(numbers[0], numbers[1]);
    }
}
