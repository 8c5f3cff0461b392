using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>Texts that were parsed before, for all sessions: dashboards and drivers send the same ones again and again. Only queries are kept, whose texts hold no secrets.</summary>
internal sealed class ParsedTexts
{
    private const int Capacity = 1024;
    private const int LongestText = 8 * 1024;
    private readonly LeastRecentlyUsed<string, IReadOnlyList<ParsedStatement>> _parsed = new(Capacity);

    /// <summary>As <see cref="SqlParser.Parse"/>.</summary>
    public IReadOnlyList<ParsedStatement> Parse(string sql)
    {
        if (sql.Length > LongestText) return SqlParser.Parse(sql);
        if (_parsed.TryGet(sql, out var known)) return known;
        var parsed = SqlParser.Parse(sql);
        if (parsed is [{ Statement: QueryStatement }]) _parsed.Set(sql, parsed);
        return parsed;
    }
}
