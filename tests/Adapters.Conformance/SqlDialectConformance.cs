using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;
using Shouldly;
using Xunit;

namespace FederationGateway.Adapters.Conformance;

/// <summary>For adapters whose sources speak SQL: every line of the dialect's function tables is a statement the source accepts.</summary>
public abstract class SqlDialectConformance : AdapterConformance
{
    private static readonly HashSet<string> WithinGroup = ["percentile_cont", "percentile_disc", "mode"];

    [Fact]
    public async Task Every_function_exists_at_the_source()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var dialect = source.Adapter.Dialect;
        List<string> failures = [];
        foreach (var (signature, _) in dialect.Functions)
            await TryAsync(source, signature, failures, sql => dialect.Write(sql, Call(signature)), "SELECT CASE WHEN (", ") IS NULL THEN 1 ELSE 0 END");
        foreach (var (signature, _) in dialect.Aggregates)
            await TryAsync(source, signature, failures, sql => dialect.WriteAggregate(sql, Aggregate(signature)), "SELECT CASE WHEN (", $") IS NULL THEN 1 ELSE 0 END FROM {Table(source)}");
        foreach (var (signature, _) in dialect.WindowFunctions)
            await TryAsync(source, signature, failures, sql => dialect.WriteWindow(sql, Window(signature)), "SELECT CASE WHEN (", $") IS NULL THEN 1 ELSE 0 END FROM {Table(source)}");
        foreach (var (signature, _) in dialect.TableFunctions)
            await TryAsync(source, signature, failures, sql => dialect.WriteTableFunction(sql, new TableFunctionNode([Call(signature)], [], WithOrdinality: true), "f", ["c1"]), "SELECT 1 FROM ", "");
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_type_that_can_be_written_exists_at_the_source()
    {
        await using var source = await CreateSourceAsync(Cancellation);
        var dialect = source.Adapter.Dialect;
        List<string> failures = [];
        foreach (var type in Enum.GetValues<SqlTypeKind>().Where(kind => kind != SqlTypeKind.Array).Select(kind => new SqlType(kind)).Where(type => dialect.TypeName(type) is not null))
            await TryAsync(source, type.ToString(), failures, sql => dialect.Write(sql, ConstantExpression.Null(type)), "SELECT CASE WHEN (", ") IS NULL THEN 1 ELSE 0 END");
        failures.ShouldBeEmpty();
    }

    private static async Task TryAsync(ConformanceSource source, string what, List<string> failures, Action<SqlText> write, string before, string behind)
    {
        var text = new SqlText(source.Adapter.Dialect, _ => null);
        write(text);
        if (text.Refusal is { } refusal)
        {
            failures.Add($"{what}: listed but refused, {refusal}");
            return;
        }

        var statement = new RemoteStatement($"{before}{text}{behind}", source.Scan, new Schema([new Field("x", SqlType.Int4)]));
        try
        {
            await source.RunAsync(statement, Cancellation);
        }
        catch (GatewayException error) when (error.State.Code.StartsWith("22", StringComparison.Ordinal))
        {
            // It exists, and does not like what was made up for it.
        }
        catch (GatewayException error)
        {
            failures.Add($"{what}: {statement.Sql}: {error.State} {error.Message} {error.Detail}");
        }
    }

    private static string Table(ConformanceSource source) => source.Adapter.Dialect.TableName(source.Scan.Table);

    private static CallExpression Call(string signature)
    {
        // Flags of regular expressions must be known to be sent.
        var arguments = SignatureReader.Arguments(signature);
        if (SignatureReader.NameOf(signature) is "regexp_replace" && arguments.Count == 4) arguments = [arguments[0], arguments[1], arguments[2], new ConstantExpression("g", SqlType.Text)];
        if (SignatureReader.NameOf(signature) is "regexp_match" or "regexp_split_to_array" && arguments.Count == 3) arguments = [arguments[0], arguments[1], new ConstantExpression("n", SqlType.Text)];
        return new CallExpression(Function(signature), arguments, SqlType.Text);
    }

    private static AggregateCall Aggregate(string signature)
    {
        var arguments = SignatureReader.Arguments(signature);
        if (WithinGroup.Contains(SignatureReader.NameOf(signature)))
        {
            var key = new SortKey(arguments[^1], IsDescending: false, NullsFirst: false);
            return new AggregateCall(Function(signature), [.. arguments.Take(arguments.Count - 1)], SqlType.Text, OrderBy: [key], IsWithinGroup: true);
        }

        var isOrdered = SignatureReader.NameOf(signature).EndsWith("_agg", StringComparison.Ordinal);
        return new AggregateCall(Function(signature), arguments, SqlType.Text, OrderBy: isOrdered ? [new SortKey(arguments[0], IsDescending: false, NullsFirst: false)] : []);
    }

    private static WindowCall Window(string signature) =>
        new(Function(signature), SignatureReader.Arguments(signature), SqlType.Text, OrderBy: [new SortKey(ConstantExpression.Null(SqlType.Int4), IsDescending: false, NullsFirst: false)]);

    private static FunctionReference Function(string signature) => new(SignatureReader.NameOf(signature), signature);
}
