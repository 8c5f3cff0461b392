using System.Collections.Frozen;

namespace FederationGateway.Binder.Functions;

/// <summary>Every function and operator there is, by name. Overloads keep the order of their tables.</summary>
public static class FunctionRegistry
{
    private static readonly (string Section, FunctionDefinition[] Definitions)[] Tables =
        [.. FunctionTables.All.Select(family => (family.Section, family.Declarations.Select(declaration => DeclarationReader.Read(declaration, family.Kind)).ToArray()))];

    private static readonly FrozenDictionary<string, FunctionDefinition[]> Functions = ByName(definition => definition.Kind != FunctionKind.Operator);
    private static readonly FrozenDictionary<string, FunctionDefinition[]> Operators = ByName(definition => definition.Kind == FunctionKind.Operator);

    /// <summary>The declarations of a name (lower case), of all kinds; empty when there are none.</summary>
    public static IReadOnlyList<FunctionDefinition> FindFunctions(string name) => Functions.GetValueOrDefault(name, []);

    /// <summary>The declarations of an operator symbol; prefix operators have one parameter.</summary>
    public static IReadOnlyList<FunctionDefinition> FindOperators(string symbol) => Operators.GetValueOrDefault(symbol, []);

    public static IEnumerable<FunctionDefinition> All => Tables.SelectMany(table => table.Definitions);

    /// <summary>All of them by the section of PostgreSQL's manual they are described in, in its order.</summary>
    public static IEnumerable<(string Section, IReadOnlyList<FunctionDefinition> Definitions)> Sections =>
        Tables.GroupBy(table => table.Section, table => table.Definitions, StringComparer.Ordinal)
            .Select(section => (section.Key, (IReadOnlyList<FunctionDefinition>)[.. section.SelectMany(definitions => definitions)]));

    private static FrozenDictionary<string, FunctionDefinition[]> ByName(Func<FunctionDefinition, bool> isWanted) => All.Where(isWanted)
        .GroupBy(definition => definition.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
