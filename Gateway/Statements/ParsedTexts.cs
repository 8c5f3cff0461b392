using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Parser.Shapes;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// Texts that were parsed before, for all sessions: dashboards and drivers send the same ones again and again, or ones that differ in the key they ask for. Only queries
/// are kept, whose texts hold no secrets; of shapes no values.
/// </summary>
internal sealed class ParsedTexts
{
    private const int Capacity = 1024;
    private const int LongestText = 8 * 1024;
    private const int LongestShape = 2 * 1024;
    private readonly LeastRecentlyUsed<string, IReadOnlyList<ParsedStatement>> _parsed = new(Capacity);
    private readonly LeastRecentlyUsed<string, QueryShape?> _shapes = new(Capacity);

    /// <summary>As <see cref="SqlParser.Parse"/>.</summary>
    public IReadOnlyList<ParsedStatement> Parse(string sql)
    {
        if (sql.Length > LongestText) return SqlParser.Parse(sql);
        if (_parsed.TryGet(sql, out var known)) return known;
        var shape = sql.Length <= LongestShape ? TextShape.Of(sql) : null;
        QueryShape? query = null;
        var isKnown = shape is not null && _shapes.TryGet(shape.Skeleton, out query);
        if (query is not null) return [query.Fill(sql, shape!)];
        var parsed = SqlParser.Parse(sql);
        if (parsed is not [{ Statement: QueryStatement statement }]) return parsed;
        _parsed.Set(sql, parsed);
        if (shape is not null && !isKnown) _shapes.Set(shape.Skeleton, QueryShape.Of(statement, shape));
        return parsed;
    }
}
