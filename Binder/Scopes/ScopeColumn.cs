namespace FederationGateway.Binder.Scopes;

/// <summary>
/// A column a name can stand for. Mostly <see cref="Value"/> is a plain column; a column merged by USING of a FULL join is computed of both sides.
/// </summary>
internal sealed record ScopeColumn(string Name, Expression Value)
{
    public static ScopeColumn Of(OutputColumn column) => new(column.Name, column.ToExpression());

    public SqlType Type => Value.Type;

    /// <summary>The same column on the side of an outer join that may be filled with nulls.</summary>
    public ScopeColumn AsNullable() => Value is ColumnExpression { IsNullable: false } column ? this with { Value = column with { IsNullable = true } } : this;
}
