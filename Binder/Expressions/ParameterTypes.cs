namespace FederationGateway.Binder.Expressions;

/// <summary>
/// The types of <c>$1</c>, <c>$2</c> …: given by the client, or taken from the first place that asks for one. A parameter whose type is still unknown is a
/// <see cref="ParameterExpression"/> of type unknown; conversion to a type decides it.
/// </summary>
internal sealed class ParameterTypes(EquatableArray<SqlType> given)
{
    private readonly List<SqlType> _types = [.. given];

    /// <summary>The parameter as known so far.</summary>
    public ParameterExpression Refer(int number)
    {
        while (_types.Count < number) _types.Add(SqlType.Unknown);
        return new ParameterExpression(number, _types[number - 1]);
    }

    /// <summary>Gives an unknown parameter its type; 42P08 when another place decided differently.</summary>
    public ParameterExpression Decide(int number, SqlType type)
    {
        var known = _types[number - 1];
        if (known.Kind == SqlTypeKind.Unknown) _types[number - 1] = type;
        else if (known.Kind != type.Kind || known.Element != type.Element) throw Inconsistent(number, known, type);
        return Refer(number);
    }

    /// <summary>The final types; 42P18 for a parameter nothing gave a type.</summary>
    public EquatableArray<SqlType> Resolve()
    {
        for (var i = 0; i < _types.Count; i++)
            if (_types[i].Kind == SqlTypeKind.Unknown) throw Undetermined(i + 1, null);
        return _types.ToEquatableArray();
    }

    public static GatewayException Undetermined(int number, int? position) =>
        new(SqlState.IndeterminateDatatype, $"could not determine data type of parameter ${number}") { Position = position };

    private static GatewayException Inconsistent(int number, SqlType known, SqlType type) =>
        new(SqlState.AmbiguousParameter, $"inconsistent types deduced for parameter ${number}") { Detail = $"{known} versus {type}" };
}
