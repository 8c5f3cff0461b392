using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// How rows are compared as a whole where no single column will do: by a key, bytes that are equal and ordered as PostgreSQL's rows are, NULLs being equal to each
/// other and greater than any value. A row itself is only its text.
/// </summary>
public static class RowKeys
{
    /// <summary>The key of a row of these items. Only the embedded engine computes it.</summary>
    public static CallExpression Of(EquatableArray<Expression> items) => new(new FunctionReference("row_key", "row_key(any)"), items, SqlType.Bytea);

    /// <summary>A row, or rows, whose text and key are known: shows the text and is ordered by the key.</summary>
    public static CallExpression Keyed(Expression text, Expression key, SqlType type) => new(new FunctionReference("keyed_row", "keyed_row(any,any)"), [text, key], type);

    /// <summary>What a row is ordered by; null for an expression whose key is not known.</summary>
    public static Expression? Find(Expression expression) => expression switch
    {
        RowExpression { IsOptional: false } row => Of(row.Items),
        CallExpression { Function.Signature: "keyed_row(any,any)" } keyed => keyed.Arguments[1],
        _ => null,
    };
}
