using FederationGateway.Parser;

namespace FederationGateway.Binder;

/// <summary>Texts the catalog keeps: they were parsed once before they were stored, so only a damaged catalog makes them fail.</summary>
internal static class StoredText
{
    public static Ast.QueryStatement Query(string sql) =>
        SqlParser.Parse(sql) is [{ Statement: Ast.QueryStatement query }]
            ? query
            : throw new GatewayException(SqlState.InternalError, "a stored query is not a query");

    public static Ast.SyntaxExpression Expression(string sql) =>
        Query($"SELECT {sql}").Body is Ast.SelectBody { Items: [var item] }
            ? item.Expression
            : throw new GatewayException(SqlState.InternalError, "a stored expression is not an expression");

    /// <summary>Gives errors without a place the place of what names the text.</summary>
    public static T At<T>(int position, Func<T> bind)
    {
        try
        {
            return bind();
        }
        catch (GatewayException e) when (e.Position is null)
        {
            throw new GatewayException(e.State, e.Message, e) { Position = position, Detail = e.Detail, Hint = e.Hint };
        }
    }

    /// <summary>Binds a stored text: a position inside it would point into the client's statement, so errors lose theirs.</summary>
    public static T WithoutPositions<T>(Func<T> bind, string? detail = null)
    {
        try
        {
            return bind();
        }
        catch (GatewayException e) when (e.Position is not null)
        {
            throw new GatewayException(e.State, e.Message, e) { Detail = e.Detail ?? detail, Hint = e.Hint };
        }
    }
}
