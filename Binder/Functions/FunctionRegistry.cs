using System.Collections.Frozen;

namespace FederationGateway.Binder.Functions;

/// <summary>Every function and operator there is, by name. Overloads keep the order of their tables.</summary>
public static class FunctionRegistry
{
    private static readonly FrozenDictionary<string, FunctionDefinition[]> Functions = Load(FunctionKind.Scalar, FunctionKind.Aggregate, FunctionKind.OrderedSetAggregate, FunctionKind.Window);
    private static readonly FrozenDictionary<string, FunctionDefinition[]> Operators = Load(FunctionKind.Operator);

    /// <summary>The declarations of a name (lower case), of all kinds; empty when there are none.</summary>
    public static IReadOnlyList<FunctionDefinition> FindFunctions(string name) => Functions.GetValueOrDefault(name, []);

    /// <summary>The declarations of an operator symbol; prefix operators have one parameter.</summary>
    public static IReadOnlyList<FunctionDefinition> FindOperators(string symbol) => Operators.GetValueOrDefault(symbol, []);

    public static IEnumerable<FunctionDefinition> All => Functions.Values.Concat(Operators.Values).SelectMany(definitions => definitions);

    private static FrozenDictionary<string, FunctionDefinition[]> Load(params ReadOnlySpan<FunctionKind> kinds)
    {
        var definitions = new List<FunctionDefinition>();
        foreach (var table in FunctionTables.All)
            foreach (var definition in table.Declarations.Select(declaration => DeclarationReader.Read(declaration, table.Kind)))
                if (kinds.Contains(definition.Kind)) definitions.Add(definition);
        return definitions.GroupBy(definition => definition.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }
}
