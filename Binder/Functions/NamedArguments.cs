using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>
/// The functions whose arguments PostgreSQL lets one name, <c>make_interval(days => 10)</c>: the names in order, each with the value it has when it is left out
/// (none for those that must be given).
/// </summary>
internal static class NamedArguments
{
    private sealed record Parameter(string Name, Expression? Default = null);

    private static readonly ConstantExpression Zero = new(0, SqlType.Int4);
    private static readonly ConstantExpression False = new(false, SqlType.Boolean);
    private static readonly ConstantExpression True = new(true, SqlType.Boolean);

    private static readonly Dictionary<string, Parameter[]> Functions = new(StringComparer.Ordinal)
    {
        ["make_interval"] = [new("years", Zero), new("months", Zero), new("weeks", Zero), new("days", Zero), new("hours", Zero), new("mins", Zero), new("secs", new ConstantExpression(0.0, SqlType.Float8))],
        ["make_date"] = [new("year"), new("month"), new("day")],
        ["make_time"] = [new("hour"), new("min"), new("sec")],
        ["make_timestamp"] = [new("year"), new("month"), new("mday"), new("hour"), new("min"), new("sec")],
        ["make_timestamptz"] = [new("year"), new("month"), new("mday"), new("hour"), new("min"), new("sec"), new("timezone")],
        ["parse_ident"] = [new("str"), new("strict", True)],
        ["jsonb_set"] = [new("jsonb_in"), new("path"), new("replacement"), new("create_if_missing", True)],
        ["jsonb_set_lax"] = [new("jsonb_in"), new("path"), new("replacement"), new("create_if_missing", True), new("null_value_treatment", new ConstantExpression("use_json_null", SqlType.Text))],
        ["jsonb_insert"] = [new("jsonb_in"), new("path"), new("replacement"), new("insert_after", False)],
    };

    /// <summary>
    /// The arguments in the function's order, gaps filled; null when the function has no such names. The last ones that were left out stay out.
    /// </summary>
    /// <param name="names">The name each argument was given with; null for those by position, which come first.</param>
    public static IReadOnlyList<Expression>? Arrange(string function, IReadOnlyList<Expression> arguments, IReadOnlyList<string?> names)
    {
        if (!Functions.TryGetValue(function, out var parameters)) return null;
        var placed = new Expression?[parameters.Length];
        for (var i = 0; i < arguments.Count; i++)
        {
            var index = names[i] is { } name ? Array.FindIndex(parameters, parameter => parameter.Name == name) : i;
            if (index < 0 || index >= placed.Length || placed[index] is not null) return null;
            placed[index] = arguments[i];
        }

        var last = Array.FindLastIndex(placed, argument => argument is not null);
        for (var i = 0; i < last; i++)
            if ((placed[i] ??= parameters[i].Default) is null) return null;
        return [.. placed[..(last + 1)].Select(argument => argument!)];
    }
}
