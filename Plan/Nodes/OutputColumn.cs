using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>A column that leaves a node.</summary>
public sealed record OutputColumn(ColumnId Id, string Name, SqlType Type, bool IsNullable = true)
{
    public ColumnExpression ToExpression() => new(Id, Name, Type, IsNullable);

    public override string ToString() => Name;
}

/// <summary>A computed (or passed on) column: <see cref="Column"/> is what leaves, <see cref="Expression"/> how it is made.</summary>
public sealed record ProjectItem(OutputColumn Column, Expression Expression)
{
    /// <summary>True when the item passes an input column on under its own id.</summary>
    public bool IsPassThrough => Expression is ColumnExpression column && column.Id == Column.Id;

    public static ProjectItem Pass(OutputColumn column) => new(column, column.ToExpression());

    public override string ToString() => IsPassThrough || Expression is ColumnExpression { Name: var name } && name == Column.Name ? Column.Name : $"{Expression} AS {Column.Name}";
}
