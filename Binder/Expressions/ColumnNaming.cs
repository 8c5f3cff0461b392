namespace FederationGateway.Binder.Expressions;

/// <summary>The name of an output column without AS, as PostgreSQL derives it from what was written.</summary>
internal static class ColumnNaming
{
    private const string Anonymous = "?column?";

    public static string Of(Ast.SyntaxExpression expression) => Find(expression, out _) ?? Anonymous;

    /// <summary>The name an expression suggests; a weak one gives way to that of an operand or of the type it is cast to.</summary>
    private static string? Find(Ast.SyntaxExpression expression, out bool isWeak)
    {
        isWeak = false;
        switch (expression)
        {
            case Ast.ColumnReference column: return column.Name.Last.Text;
            case Ast.FieldExpression field: return field.Field.Text;
            case Ast.SubscriptExpression subscript: return Find(subscript.Operand, out isWeak);
            case Ast.SliceExpression slice: return Find(slice.Operand, out isWeak);
            case Ast.CollateExpression collate: return Find(collate.Operand, out isWeak);
            case Ast.FunctionCall call: return call.Name.Last.Text;
            case Ast.GroupingExpression: return "grouping";
            case Ast.ExistsExpression: return "exists";
            case Ast.ArrayExpression or Ast.ArraySubqueryExpression: return "array";
            case Ast.RowExpression: return "row";
            case Ast.SubqueryExpression subquery: return OfQuery(subquery.Query.Body);
            case Ast.CastExpression cast:
                if (Find(cast.Operand, out var operandIsWeak) is { } operand && !operandIsWeak) return operand;
                isWeak = true;
                return OfType(cast.Type);
            case Ast.TypedLiteral literal:
                isWeak = true;
                return OfType(literal.Type);
            case Ast.CaseExpression @case:
                if (@case.Else is { } otherwise && Find(otherwise, out var elseIsWeak) is { } name && !elseIsWeak) return name;
                isWeak = true;
                return "case";
            default: return null;
        }
    }

    private static string? OfQuery(Ast.QueryBody body) => body switch
    {
        Ast.SelectBody { Items: [var item, ..] } => item.Label?.Text ?? Of(item.Expression),
        Ast.SetOperationBody operation => OfQuery(operation.Left),
        Ast.NestedQueryBody nested => OfQuery(nested.Query.Body),
        Ast.ValuesBody => "column1",
        _ => null,
    };

    // The parser spells types out; the column is called by the internal name.
    private static string OfType(Ast.TypeName type) =>
        type.Name.Last is { Quoted: false, Text: var text } && SqlTypeNames.Parse(text) is { } kind ? SqlTypeNames.Internal(kind) : type.Name.Last.Text;
}
