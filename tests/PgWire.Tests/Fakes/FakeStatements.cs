using System.Globalization;
using System.Text.RegularExpressions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;

namespace FederationGateway.PgWire.Tests.Fakes;

/// <summary>A statement as text and what running it does; positions count from the start of the whole text.</summary>
public sealed record FakeStatement(string Text, TextSpan Span) : IStatement
{
    public bool EndsTransaction => Text is "commit" or "rollback" or "end";

    public FakePrepared Prepare(IReadOnlyList<SqlType> parameterTypes) => FakeStatements.Prepare(this, parameterTypes);
}

public sealed record FakePrepared(
    FakeStatement Statement,
    IReadOnlyList<SqlType> ParameterTypes,
    IReadOnlyList<ResultColumn>? Columns,
    Func<FakeSession, IReadOnlyList<object?>, CancellationToken, ValueTask<IExecution>> Run) : IPreparedStatement;

/// <summary>The statements the wire tests need, answered as PostgreSQL answers them.</summary>
public static partial class FakeStatements
{
    public static IReadOnlyList<IStatement> Split(string sql)
    {
        List<IStatement> statements = [];
        var start = 0;
        for (var i = 0; i <= sql.Length; i++)
        {
            if (i < sql.Length && sql[i] != ';') continue;
            var text = sql[start..i];
            var trimmed = text.Trim();
            var offset = start + (text.Length - text.TrimStart().Length);
            if (trimmed.StartsWith("selec ", StringComparison.Ordinal))
                throw new GatewayException(SqlState.SyntaxError, "syntax error at or near \"selec\"") { Position = offset };
            if (trimmed.Length > 0) statements.Add(new FakeStatement(trimmed, new TextSpan(offset, trimmed.Length)));
            start = i + 1;
        }

        return statements;
    }

    public static FakePrepared Prepare(FakeStatement statement, IReadOnlyList<SqlType> types)
    {
        var text = statement.Text;
        if (text is "begin") return Command(statement, session => { session.Begin(); return new CommandTag("BEGIN"); });
        if (text is "commit") return Command(statement, session => session.End(commit: true));
        if (text is "rollback") return Command(statement, session => session.End(commit: false));
        if (text.StartsWith("create temp table", StringComparison.Ordinal)) return Command(statement, _ => new CommandTag("CREATE TABLE"));
        if (text.StartsWith("set application_name", StringComparison.Ordinal))
            return Command(statement, session =>
            {
                session.Start.Client.ParameterChanged("application_name", text.Split('\'')[1]);
                return new CommandTag("SET");
            });
        if (text is "drop table if exists nothing_here")
            return Command(statement, session =>
            {
                session.Start.Client.Notice(new ClientNotice("table \"nothing_here\" does not exist, skipping"));
                return new CommandTag("DROP TABLE");
            });
        if (text is "deallocate all")
            return Command(statement, session =>
            {
                session.Start.Client.DropPreparedStatement(null);
                return new CommandTag("DEALLOCATE ALL");
            });
        if (text is "select crash") return Command(statement, _ => throw new InvalidOperationException("a secret detail"));
        if (text is "select 1/(generate_series(1, 1) - 1)") return Rows(statement, [], [new("?column?", SqlType.Int4)], (_, _, _) => FakeResults.Fail(new GatewayException(SqlState.DivisionByZero, "division by zero")));
        if (text.EndsWith("from missing", StringComparison.Ordinal))
            throw new GatewayException(SqlState.UndefinedTable, "relation \"missing\" does not exist") { Position = statement.Span.Start + text.IndexOf("missing", StringComparison.Ordinal) };
        if (SelectInteger().Match(text) is { Success: true } integer)
            return Rows(statement, [], [new(Name(integer, "?column?"), SqlType.Int4)], (_, _, _) => FakeResults.Series(int.Parse(integer.Groups["n"].Value, CultureInfo.InvariantCulture), 1));
        if (SelectText().Match(text) is { Success: true } literal)
            return Rows(statement, [], [new(Name(literal, "?column?"), SqlType.Text)], (_, _, _) => FakeResults.Constant(SqlType.Text, literal.Groups["t"].Value));
        if (Series().Match(text) is { Success: true } series)
            return Rows(statement, [], [new("generate_series", SqlType.Int4)], (_, _, _) => FakeResults.Series(1, int.Parse(series.Groups["n"].Value, CultureInfo.InvariantCulture)));
        if (Wide().Match(text) is { Success: true } wide)
            return Rows(statement, [], [new("repeat", SqlType.Text)], (session, _, token) => FakeResults.Wide(int.Parse(wide.Groups["n"].Value, CultureInfo.InvariantCulture), token));
        if (text.StartsWith("select pg_sleep", StringComparison.Ordinal)) return Rows(statement, [], [new("pg_sleep", SqlType.Void)], (_, _, token) => FakeResults.Sleep(token));
        if (Parameters().Match(text) is { Success: true }) return Echo(statement, types);
        if (CopyTo().Match(text) is { Success: true } to) return CopyStatement(statement, to, isOut: true);
        if (CopyFrom().Match(text) is { Success: true } from) return CopyStatement(statement, from, isOut: false);
        throw new GatewayException(SqlState.SyntaxError, $"the fake service does not know: {text}") { Position = statement.Span.Start };
    }

    private static FakePrepared Echo(FakeStatement statement, IReadOnlyList<SqlType> declared)
    {
        List<SqlType> types = [];
        List<ResultColumn> columns = [];
        foreach (Match parameter in Parameter().Matches(statement.Text))
        {
            var kind = SqlTypeNames.Parse(parameter.Groups["type"].Value)!.Value;
            var type = parameter.Groups["array"].Success ? SqlType.ArrayOf(kind) : new SqlType(kind);
            types.Add(types.Count < declared.Count && declared[types.Count] != SqlType.Unknown ? declared[types.Count] : type);
            columns.Add(new ResultColumn(SqlTypeNames.Of(kind) switch { "integer" => "int4", "bigint" => "int8", var name => name }, type));
        }

        return Rows(statement, types, columns, (_, parameters, _) => FakeResults.Parameters(types, parameters));
    }

    private static FakePrepared CopyStatement(FakeStatement statement, Match match, bool isOut)
    {
        var options = new CopyOptions(match.Groups["format"].Value switch { "csv" => CopyFormat.Csv, "binary" => CopyFormat.Binary, _ => CopyFormat.Text })
        {
            Header = statement.Text.Contains("header", StringComparison.Ordinal) ? CopyHeader.Present : CopyHeader.None,
        };
        ResultColumn[] columns = [new("a", SqlType.Int4), new("b", SqlType.Text)];
        return new FakePrepared(statement, [], null, (session, _, token) => new(isOut ? new FakeCopyOut(options, columns) : new FakeCopyIn(options, columns, session, token)));
    }

    private static FakePrepared Command(FakeStatement statement, Func<FakeSession, CommandTag> run) =>
        new(statement, [], null, (session, _, _) => new(new FakeCommand(run(session))));

    private static FakePrepared Rows(
        FakeStatement statement, IReadOnlyList<SqlType> types, IReadOnlyList<ResultColumn> columns,
        Func<FakeSession, IReadOnlyList<object?>, CancellationToken, IAsyncEnumerable<RecordBatch>> rows) =>
        new(statement, types, columns, (session, parameters, token) => new(new FakeRows(rows(session, parameters, token))));

    private static string Name(Match match, string fallback) => match.Groups["name"].Success ? match.Groups["name"].Value : fallback;

    [GeneratedRegex(@"^select (?<n>\d+)( as (?<name>\w+))?$", RegexOptions.IgnoreCase)]
    private static partial Regex SelectInteger();

    [GeneratedRegex(@"^select '(?<t>[^']*)'( as (?<name>\w+))?$")]
    private static partial Regex SelectText();

    [GeneratedRegex(@"^select generate_series\(1,\s*(?<n>\d+)\)$")]
    private static partial Regex Series();

    [GeneratedRegex(@"^select repeat\('x', 1000\) from generate_series\(1, (?<n>\d+)\)$")]
    private static partial Regex Wide();

    [GeneratedRegex(@"^select \$1::")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\$\d+::(?<type>\w+)(?<array>\[\])?")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^copy \(select .*\) to stdout( \(format (?<format>\w+).*\))?$")]
    private static partial Regex CopyTo();

    [GeneratedRegex(@"^copy\s+t\s+from stdin\s*( \(format (?<format>\w+).*\))?$", RegexOptions.IgnoreCase)]
    private static partial Regex CopyFrom();
}
