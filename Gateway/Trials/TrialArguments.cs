using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>An argument that comes from a column, with values of its own when the type's nasty ones are not meant.</summary>
internal sealed record TrialColumn(SqlType Type, IReadOnlyList<object>? Values = null);

/// <summary>
/// The arguments one function is tried with, in order: columns of its parameters' types, constants where a function wants a word (a date's field, a coding) or where
/// a dialect must know it.
/// </summary>
internal sealed record TrialArguments(IReadOnlyList<object> Items)
{
    private static readonly string[] Fields = ["year", "month", "day", "hour", "minute", "second", "epoch", "dow", "isodow", "doy", "week", "quarter", "century"];
    private static readonly string[] Units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"];
    private static readonly string[] Codings = ["hex", "base64", "escape"];

    // Lengths, counts and positions: the largest ones would make texts of gigabytes.
    private static readonly object[] SmallIntegers = [0, 1, -1, 2, 3, 7];

    // What the spread of an infinity or of no number is, versions of one engine have answered differently.
    private static readonly object[] Finite = [0.0, -0.0, 1.0, -1.0, 0.1, 7.5];
    private static readonly object[] FiniteSingle = [0.0f, -0.0f, 1.0f, -1.0f, 0.1f, 7.5f];
    private static readonly HashSet<string> Spreads = ["stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp", "corr", "covar_pop", "covar_samp"];
    private static readonly object[] SmallBigIntegers = [0L, 1L, -1L, 2L, 3L, 7L];

    public IEnumerable<TrialColumn> Columns => Items.OfType<TrialColumn>();

    public static bool DependsOnOrder(string aggregate) => aggregate.EndsWith("_agg", StringComparison.Ordinal);

    /// <summary>The ways to try a signature; none when its parameters have no values here.</summary>
    /// <param name="definition">How the gateway knows it; null for what is no ordinary function.</param>
    public static IEnumerable<TrialArguments> Of(string signature, FunctionDefinition? definition)
    {
        var name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        List<ParameterType> parameters = definition is not null ? [.. definition.Parameters] : Parse(signature);
        if (parameters.Count == 1 && (definition is { IsVariadic: true } || name is "coalesce" or "greatest" or "least")) parameters.Add(parameters[0]);
        var items = parameters.Select((parameter, index) => ItemOf(name, parameters, index)).ToList();
        if (items.Exists(column => column.Values is null && NastyValues.Of(column.Type) is null)) return [];
        return WordsOf(name, parameters) is var (position, words)
            ? words.Select(word => new TrialArguments([.. items.Take(position), new ConstantExpression(word, SqlType.Text), .. items.Skip(position + 1)]))
            : definition?.Kind == FunctionKind.OrderedSetAggregate ? [new TrialArguments([Fraction(parameters[0]), .. items.Skip(1)])]
            : definition?.Kind == FunctionKind.Window ? [new TrialArguments([.. items.Select((item, index) => index > 0 && item.Type.IsInteger ? (object)new ConstantExpression(2, SqlType.Int4) : item)])]
            : [new TrialArguments([.. items])];
    }

    /// <summary>The arguments, columns taken from a table in their order.</summary>
    public IReadOnlyList<Expression> Over(IReadOnlyList<OutputColumn> columns)
    {
        var next = 0;
        return [.. Items.Select(item => item as Expression ?? columns[next++].ToExpression())];
    }

    private static TrialColumn ItemOf(string name, List<ParameterType> parameters, int index)
    {
        var type = TypeOf(parameters[index]);
        var isCount = index > 0 && type.IsInteger && char.IsLetter(name[0]) && !parameters.All(other => other == parameters[index]);
        if (name is "<<" or ">>") isCount |= index > 0;
        if (type.IsFloat && (Spreads.Contains(name) || name.StartsWith("regr_", StringComparison.Ordinal))) return new TrialColumn(type, type.Kind == SqlTypeKind.Float4 ? FiniteSingle : Finite);
        return isCount ? new TrialColumn(type, type.Kind == SqlTypeKind.Int8 ? SmallBigIntegers : SmallIntegers) : new TrialColumn(type);
    }

    private static (int Position, string[] Words)? WordsOf(string name, List<ParameterType> parameters) => name switch
    {
        "extract" or "date_part" => (0, Fields),
        "date_trunc" => (0, Units),
        "encode" or "decode" => (1, Codings),
        "string_agg" when parameters[1].Kind == SqlTypeKind.Text => (1, [", "]),
        "regexp_replace" when parameters.Count == 4 => (3, ["g"]),
        "regexp_match" or "regexp_split_to_array" when parameters.Count == 3 => (2, ["n"]),
        _ => null,
    };

    private static ConstantExpression Fraction(ParameterType parameter) =>
        parameter.IsArray ? new ConstantExpression(new object?[] { 0.25, 0.5, 1.0 }, SqlType.ArrayOf(SqlTypeKind.Float8)) : new ConstantExpression(0.5, SqlType.Float8);

    private static SqlType TypeOf(ParameterType parameter) => parameter.Polymorphism switch
    {
        Polymorphism.Any => SqlType.Text,
        Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray => SqlType.ArrayOf(SqlTypeKind.Int4),
        Polymorphism.AnyElement or Polymorphism.AnyNonArray or Polymorphism.AnyCompatible => SqlType.Int4,
        _ when parameter.IsArray => SqlType.ArrayOf(parameter.Element),

        // As many digits as functions of several arguments can hold the result of.
        _ when parameter.Kind == SqlTypeKind.Numeric => SqlType.Numeric(18, 4),
        _ => NastyValues.TypeOf(parameter.Kind),
    };

    private static List<ParameterType> Parse(string signature)
    {
        var list = signature[(signature.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        return list.Length == 0 ? [] : [.. list.Split(',').Select(ParameterType.Parse)];
    }
}
