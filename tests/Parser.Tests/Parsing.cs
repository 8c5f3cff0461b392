using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

/// <summary>Short ways to one statement, one expression or one error.</summary>
internal static class Parsing
{
    public static T One<T>(string sql)
        where T : Statement => SqlParser.Parse(sql).ShouldHaveSingleItem().Statement.ShouldBeOfType<T>();

    public static SelectBody Select(string sql) => One<QueryStatement>(sql).Body.ShouldBeOfType<SelectBody>();

    public static SyntaxExpression Expression(string text) => Select("select " + text).Items[0].Expression;

    public static GatewayException Error(string sql) => Should.Throw<GatewayException>(() => SqlParser.Parse(sql));
}
