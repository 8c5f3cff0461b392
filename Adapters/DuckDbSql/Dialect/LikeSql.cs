using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>LIKE and ILIKE: natively for constant patterns without escapes, which is also what the engine does fastest.</summary>
internal static class LikeSql
{
    public static void Write(SqlText sql, LikeExpression like)
    {
        var escape = like.Escape ?? "\\";
        var isPlain = like.Pattern is ConstantExpression { Value: string pattern } && (escape.Length == 0 || !pattern.Contains(escape, StringComparison.Ordinal));
        sql.Append("(");
        if (isPlain)
        {
            sql.Append(like.Value).Append($" {(like.IsNegated ? "NOT " : "")}{(like.IsCaseInsensitive ? "ILIKE" : "LIKE")} ").Append(like.Pattern);
        }
        else
        {
            if (like.IsNegated) sql.Append("NOT ");
            sql.Append(like.IsCaseInsensitive ? "gw_ilike(" : "gw_like(").Append(like.Value).Append(", ").Append(like.Pattern)
                .Append($", '{escape.Replace("'", "''", StringComparison.Ordinal)}')");
        }

        sql.Append(")");
    }
}
