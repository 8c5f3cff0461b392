using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Differential.Generation;

/// <summary>
/// The gateway's own function table, by what the functions return: a function added there takes part here by itself when its parameters are types
/// that have literals, and so do SAP HANA's spellings (<see cref="HanaSpellings"/>). Left out: what is not the same at each call, what asks about the session or the catalog, and names
/// PostgreSQL does not have.
/// </summary>
public sealed class FunctionPool
{
    /// <summary>Other answers on different servers or at different times, questions about the server, and calls that cannot be made to mean something.</summary>
    private static readonly string[] LeftOut =
    [
        "age(timestamp)", "age(timestamptz)", // from today
        "normalize", "is_normalized", // written in forms of their own, and asked about every character elsewhere
        // To random arguments these answer with little but errors, and better ones are not in ArgumentHints.
        "array_fill", "convert(", "jsonb_insert", "jsonb_set_lax", "parse_ident", "pg_size_bytes", "regexp_instr", "regexp_substr", "row_to_json", "set_bit",
        "localtime", "localtimestamp", "timeofday", "version", "inet_", "txid_", "pg_", "_pg_", "has_", "current_", "col_description", "obj_description", "row_security_active",
        "pg_size_pretty", "to_ascii", "like_escape", "similar_to_escape", "jsonb_pretty", "getdatabaseencoding", "coalesce", "nullif", "greatest", "least",
    ];

    private readonly ILookup<(FunctionKind Kind, string Returns), FunctionDefinition> _byResult;

    /// <param name="known">Whether PostgreSQL has a function of that name.</param>
    public FunctionPool(Func<string, bool> known)
    {
        Usable = [.. FunctionRegistry.All.Concat(HanaSpellings.Functions).Where(definition => IsUsable(definition) && (definition.Kind == FunctionKind.Operator || known(definition.Name)))];
        _byResult = Usable.Where(definition => !definition.ReturnsSet).ToLookup(definition => (definition.Kind, definition.Returns.ToString()));
        Sets = [.. Usable.Where(definition => definition.ReturnsSet)];
    }

    public IReadOnlyList<FunctionDefinition> Usable { get; }

    /// <summary>Functions that return rows.</summary>
    public IReadOnlyList<FunctionDefinition> Sets { get; }

    /// <summary>Those whose result is a type, or can be.</summary>
    public IReadOnlyList<FunctionDefinition> Returning(SqlType type, params ReadOnlySpan<FunctionKind> kinds)
    {
        var concrete = type.Kind == SqlTypeKind.Array ? "_" + SqlTypeNames.Internal(type.Element) : SqlTypeNames.Internal(type.Kind);
        string[] results = type.Kind == SqlTypeKind.Array ? [concrete, "anyarray", "anycompatiblearray"] : [concrete, "anyelement", "anycompatible"];
        List<FunctionDefinition> found = [];
        foreach (var kind in kinds)
            found.AddRange(results.SelectMany(result => _byResult[(kind, result)]));
        return found;
    }

    private static bool IsUsable(FunctionDefinition definition) =>
        definition.Volatility != Volatility.Volatile
        && !LeftOut.Any(name => definition.Signature.StartsWith(name, StringComparison.Ordinal))
        && !(definition.Parameters.Count == 0 && definition.Returns.Type.IsDateTime)
        && definition.Parameters.All(IsUsable)
        && (definition.Columns.Count > 0 ? definition.Columns.All(column => IsUsable(column.Type)) : IsUsable(definition.Returns));

    private static bool IsUsable(ParameterType type) => type.IsPolymorphic || Literals.Has(type.Type);
}
